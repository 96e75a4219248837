import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { excludePairs } from "@/lib/services/matching/exclusions";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { approveRun, rejectRun } from "@/lib/services/runs/decide-run";
import type { RunView } from "@/lib/services/runs/run-view";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 20) });
  await registry.run();
});

afterAll(() => world.close());

const kindsOf = (run: RunView) => run.brakes.map(({ kind }) => kind);
const codes = async () => (await registry.equal()).map(({ Code }) => Code);

async function approved(held: RunView): Promise<RunView> {
  await approveRun(world.tenant.caller, held.id, { planHash: held.planHash ?? "" });
  return world.carry(held);
}

/** The versions of the row that has this key now, and the keys that it had. */
const keysOf = (key: string) =>
  world.ours<{ key: string }>(
    `select v.key from rows.row_version v join rows.base b using (registry_id, row_id)
      where b.key = $1 order by v.version`,
    [JSON.stringify([key])],
  );

describe("a key changed in SQL", () => {
  test("is held with its number; nothing is deleted or created meanwhile", async () => {
    await registry.table.edit("C01", "Code", "K01");
    const held = await registry.run();
    expect(held).toMatchObject({ status: "held", counts: { create: 0, delete: 0, update: 2 } });
    expect(held.brakes).toMatchObject([{ kind: "renames", value: 1, limit: 0 }]);
    expect((await registry.notion.rows()).map(({ Code }) => Code)).toContain("C01");
    expect((await registry.sheet.rows()).map(({ Code }) => Code)).toContain("C01");
  });

  test("rejected, it moves nothing, and is asked about again", async () => {
    const held = await registry.run();
    await rejectRun(world.tenant.caller, held.id);
    expect(await world.carry(held)).toMatchObject({ status: "stopped" });
    expect((await registry.notion.rows()).map(({ Code }) => Code)).toContain("C01");
    expect(kindsOf(await registry.run())).toEqual(["renames"]);
  });

  test("approved, it is one row under the new key everywhere, with its history", async () => {
    expect(await approved(await registry.run())).toMatchObject({ status: "done" });
    expect(await codes()).toEqual([...companies(2, 20).map(({ Code }) => Code), "K01"]);
    expect(await keysOf("K01")).toEqual([{ key: '["C01"]' }, { key: '["K01"]' }]);
    expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
  });

  test("with another edit of the row besides is no rename: one row goes, another comes", async () => {
    await world.sql(`update companies set "Code" = 'K02', "City" = 'Elsewhere' where "Code" = 'C02'`);
    expect(await registry.run()).toMatchObject({ status: "done", counts: { create: 2, delete: 2 } });
    expect(await codes()).toContain("K02");
    expect(await keysOf("K02")).toEqual([{ key: '["K02"]' }]);
  });

  test("of rows that equal each other in all else is no rename: nobody could tell which became which", async () => {
    const twin = { Name: "Twin", City: "Same", Staff: "1", Sector: "Food", Tags: "green" };
    await registry.table.add(company(30, twin), company(31, twin));
    await registry.run();
    await registry.table.edit("C30", "Code", "K30");
    await registry.table.edit("C31", "Code", "K31");
    expect(await registry.run()).toMatchObject({ status: "done", counts: { create: 4, delete: 4 } });
    expect(await codes()).toEqual(expect.arrayContaining(["K30", "K31"]));
  });

  test("of a row that holds nothing but its key is no rename", async () => {
    await registry.table.add({ Code: "E1" });
    await registry.run();
    await registry.table.edit("E1", "Code", "E2");
    expect(await registry.run()).toMatchObject({ status: "done", counts: { create: 2, delete: 2 } });
    expect(await codes()).toContain("E2");
  });

  test("and restored by who rejects it: the old key is back, which nobody has to approve", async () => {
    await registry.table.edit("C04", "Code", "K04");
    const held = await registry.run();
    expect(kindsOf(held)).toEqual(["renames"]);
    const { caller } = world.tenant;
    const { restoreRunId } = await rejectRun(caller, held.id, { restore: true });
    await world.carry(held);
    const back = await world.carry({ ...held, id: restoreRunId ?? "" });
    expect(back).toMatchObject({ status: "done", brakes: [] });
    expect(await codes()).toEqual(expect.arrayContaining(["C04"]));
    expect(await codes()).not.toContain("K04");
  });

  test("to that of a record which a person keeps out is no rename: the record stays out", async () => {
    await registry.notion.add(company(50));
    await registry.table.add(company(50));
    const dry = await world.run(registry.id, { kind: "dry-run" });
    expect(dry.counts).toMatchObject({ create: 1 });
    await excludePairs(world.tenant.caller, registry.id, { keys: [["C50"]] });
    await registry.table.edit("C05", "Name", "Company 50");
    await world.sql(`update companies set "City" = 'Lisbon', "Staff" = 500, "Sector" = 'Software', "Tags" = '{green,old}'
      where "Code" = 'C05'`);
    await registry.run();
    await registry.table.remove("C05");
    expect(await registry.run()).toMatchObject({ status: "done", counts: { create: 0, delete: 2 } });
    expect((await registry.sheet.rows()).map(({ Code }) => Code)).not.toContain("C50");
    await registry.notion.remove("C50");
    await registry.table.remove("C50");
  });

  test("goes through where the registry allows renames", async () => {
    await updateRegistry(world.tenant.caller, registry.id, { brakes: { renames: "allow" } });
    await registry.table.edit("C03", "Code", "K03");
    expect(await registry.run()).toMatchObject({
      status: "done",
      counts: { create: 0, delete: 0, update: 2 },
    });
    expect(await keysOf("K03")).toEqual([{ key: '["C03"]' }, { key: '["K03"]' }]);
  });
});

test("a new row in SQL under a key that another side writes otherwise is that row, not a renamed one", async () => {
  const twin = { Name: "Twin", City: "Same", Staff: "1", Sector: "Food", Tags: "green" };
  const place = { name: "Normal", table: "normal", settings: { normalise: true } };
  const normal = await makeCompanies(world, { ...place, notion: [company(1, twin), company(2)] });
  await normal.run();
  await normal.table.remove("C01");
  await normal.table.add(company(3, { ...twin, Code: "c03 " }));
  await normal.notion.add(company(3, { ...twin, Code: "C03" }));
  const run = await normal.run();
  expect(kindsOf(run)).toEqual([]);
  expect((await normal.sheet.rows()).map(({ Code }) => Code.trim().toUpperCase())).toEqual(["C02", "C03"]);
  expect(await normal.issues()).toEqual([]);
});
