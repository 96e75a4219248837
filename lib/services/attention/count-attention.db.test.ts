import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid, publicId } from "@/lib/ids";
import { company } from "@/lib/sync/testing/companies";
import { type Disputes, openDisputes } from "../conflicts/testing/disputes";
import { countOpenItems } from "../overview/count-open-items";
import { getOverview } from "../overview/get-overview";
import { listDriftRows } from "../registries/list-drift-rows";
import { seekAnything } from "../search/seek-anything";
import { countAttention } from "./count-attention";
import { type AttentionFilter, listAttention } from "./list-attention";

const NO_FILTER: AttentionFilter = { kind: null, registry: null, search: null };

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
  await world.ours("update registry set state = 'stopped', state_reason = 'A side was empty.'");
  const list = await listAttention(caller, NO_FILTER);
  expect(list.groups.map(({ kind, title, count }) => [kind, title, count])).toEqual([
    ["stopped", "Stopped for safety", 1],
    ["approval", "A plan is held for approval", 1],
    ["conflict", "City", 2],
  ]);
  expect(list).toMatchObject({ count: 4, hasMore: false });
  expect(await countAttention(caller)).toEqual({ count: 4 });
  expect(await countAttention({ ...caller, role: "billing" })).toEqual({ count: 0 });
  await expect(listAttention({ ...caller, role: "billing" }, NO_FILTER)).rejects.toMatchObject({
    kind: "forbidden",
  });
});

test("a filter leaves what it names, and the count of all stays", async () => {
  const titles = async (filter: Partial<AttentionFilter>) => {
    const { groups, count } = await listAttention(caller, { ...NO_FILTER, ...filter });
    expect(count).toBe(4);
    return groups.map(({ title }) => title);
  };
  const { caller, registry } = disputes;
  expect(await titles({ kind: "conflict" })).toEqual(["City"]);
  expect(await titles({ search: "SAFETY" })).toEqual(["Stopped for safety"]);
  expect(await titles({ registry: registry.id })).toHaveLength(3);
  expect(await titles({ registry: publicId("reg", newUuid()) })).toEqual([]);
});

test("a drift waits from the check that found it until a run has written since", async () => {
  const { caller, registry, world } = disputes;
  const drifts = async () => (await listAttention(caller, { ...NO_FILTER, kind: "drift" })).groups;
  await world.ours("update registry set state = 'up-to-date'");
  await world.ours("update run set status = 'done' where status = 'held'");
  await registry.table.remove("C20");
  await world.run(registry.id, { kind: "drift-check" }, world.tenant);
  expect(await drifts()).toMatchObject([{ title: "The sides have drifted", count: 1 }]);
  const { data } = await listDriftRows(caller, registry.id, null);
  const missing = { side: registry.sides.postgres, found: "missing", key: ["C20"], waits: false };
  expect(data.filter(({ waits }) => !waits)).toMatchObject([missing]);
  expect(data.filter(({ waits }) => waits).map(({ key }) => key?.[0])).toContain("C13");
  await registry.run();
  expect(await drifts()).toEqual([]);
  await world.run(registry.id, { kind: "drift-check" }, world.tenant);
  expect(await drifts(), "what conflicts explain is no drift").toEqual([]);
  const { proof } = await listAttention(caller, NO_FILTER);
  expect(proof).toMatchObject({ registries: 1, checked: 1, rows: 29 });
});

test("a record that is no row yet has drifted on every screen, where every row matches", async () => {
  const { caller, registry, world } = disputes;
  await registry.sheet.add(company(77));
  await world.run(registry.id, { kind: "drift-check" }, world.tenant);
  const { groups } = await listAttention(caller, { ...NO_FILTER, kind: "drift" });
  expect(groups).toMatchObject([{ detail: expect.stringMatching(/; 1 row differs\.$/) }]);
  const { data } = await listDriftRows(caller, registry.id, null);
  expect(data.filter(({ waits }) => !waits)).toMatchObject([
    { side: registry.sides.google, found: "extra", key: ["C77"], rowId: null },
  ]);
  expect((await countOpenItems(caller)).get(registry.id)).toMatchObject({ drifted: 1 });
  const { registries, openItems } = await getOverview(caller);
  expect(registries).toMatchObject([{ drifted: 1 }]);
  expect(openItems).toBe((await countAttention(caller)).count);
  await registry.sheet.remove("C77");
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
