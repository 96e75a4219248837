import { expect, test } from "vitest";
import { draftBody } from "./draft-input";
import { draftTodo } from "./draft-todo";

const side = (ref: string, ...fields: readonly string[]) => ({
  ...{ ref, connectionId: "con_1", location: { table: ref } },
  mappings: fields.map((field) => ({ field, sideField: field, direction: "both" as const })),
});
const CODE = { ref: "f1", name: "Code", type: "text" as const };

test.each<[what: string, body: unknown, todo: readonly string[]]>([
  ["nothing", {}, ["connect /sides", "map /fields"]],
  ["one place", { sides: [side("s1")] }, ["connect /sides", "map /fields"]],
  [
    "two places and a field on one",
    { sides: [side("s1", "f1"), side("s2")], fields: [CODE] },
    ["map /sides/1/mappings", "configure /key"],
  ],
  [
    "a key that one place lacks",
    {
      sides: [side("s1", "f1", "f2"), side("s2", "f2")],
      fields: [CODE, { ...CODE, ref: "f2", name: "Name" }],
      key: ["f1"],
    },
    ["configure /sides/1/mappings"],
  ],
  [
    "two fields of one name, and an authority that nobody is",
    {
      sides: [side("s1", "f1"), side("s2", "f1")],
      fields: [CODE, { ...CODE, ref: "f2" }],
      key: ["f1"],
      conflict: "authority",
    },
    ["map /fields/1/name", "configure /authority"],
  ],
  ["all of it", { sides: [side("s1", "f1"), side("s2", "f1")], fields: [CODE], key: ["f1"] }, []],
])("of %s is still to be decided", (_, body, todo) => {
  expect(draftTodo({ body: draftBody.parse(body) }).map(({ step, path }) => `${step} ${path}`)).toEqual(todo);
});
