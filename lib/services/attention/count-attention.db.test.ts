import { afterAll, beforeAll, expect, test } from "vitest";
import { type Disputes, openDisputes } from "../conflicts/testing/disputes";
import { seekAnything } from "../search/seek-anything";
import { countAttention } from "./count-attention";
import { listAttention } from "./list-attention";

let disputes: Disputes;

beforeAll(async () => {
  disputes = await openDisputes();
});

afterAll(() => disputes.world.close());

test("the count is what the lists hold, and who may see none of them is told nothing", async () => {
  const { caller, registry, disagree, world } = disputes;
  for (const code of ["C13", "C14"]) await disagree(code, [`${code} N`, `${code} P`]);
  await registry.run();
  await world.ours(
    "update run set status = 'held' where id = (select id from run order by created_at desc limit 1)",
  );
  const [listed] = await listAttention(caller);
  expect(listed?.held).toHaveLength(1);
  expect(listed?.count).toBeGreaterThanOrEqual(3);
  expect(await countAttention(caller)).toEqual({ count: listed?.count });
  expect(await countAttention({ ...caller, role: "billing" })).toEqual({ count: 0 });
});

test("rows are found by how their key begins, registries by their name, a few of each", async () => {
  const { caller, registry } = disputes;
  const keysOf = async (text: string) => (await seekAnything(caller, text)).rows.map(({ key }) => key[0]);
  expect(await keysOf("C13")).toEqual(["C13"]);
  expect(await keysOf("C")).toHaveLength(8);
  expect(await keysOf("c13")).toEqual([]);
  expect(await keysOf('C1"],["')).toEqual([]);
  expect(await keysOf("C".repeat(201))).toEqual([]);
  const { registries, rows } = await seekAnything(caller, " Compan ");
  expect(registries.map(({ id }) => id)).toEqual([registry.id]);
  expect(rows).toEqual([]);
  await expect(seekAnything({ ...caller, role: "billing" }, "C13")).rejects.toMatchObject({
    kind: "forbidden",
  });
});
