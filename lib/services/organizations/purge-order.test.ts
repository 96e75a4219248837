import { expect, test } from "vitest";
import { purgeOrder } from "./purge-order";

const table = (name: string, ...refersTo: string[]) => ({ name, refersTo });

test.each<[string, ReturnType<typeof table>[], string[]]>([
  ["nothing", [], []],
  ["a chain", [table("a"), table("b", "a"), table("c", "b")], ["c", "b", "a"]],
  ["two parents", [table("a"), table("b"), table("c", "a", "b")], ["c", "a", "b"]],
  ["a table that refers to itself", [table("a", "a"), table("b", "a")], ["b", "a"]],
  ["a table that refers to one that is not emptied", [table("a", "elsewhere")], ["a"]],
  ["a ring, after what hangs on it", [table("a", "b"), table("b", "a"), table("c", "a")], ["c", "a", "b"]],
])("%s", (_, tables, order) => expect(purgeOrder(tables)).toEqual(order));
