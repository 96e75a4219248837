import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { approveRun } from "@/lib/services/runs/decide-run";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let registry: Companies;

const find = async (code: string) => (await registry.equal()).find((row) => row.Code === code);

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 24) });
  await registry.run();
});

afterAll(() => world.close());

describe("edits", () => {
  test("made on any side arrive on the others, and only those cells are written", async () => {
    await registry.notion.edit("C01", "Name", "From Notion");
    await registry.table.edit("C02", "Staff", "4711");
    await registry.sheet.edit("C03", "City", "From the sheet");
    await registry.table.edit("C04", "Tags", "blue");
    await registry.sheet.edit("C05", "Sector", "");
    const run = await registry.run();
    expect(run).toMatchObject({ status: "done", counts: { create: 0, update: 10, delete: 0, conflict: 0 } });
    const rows = await registry.equal();
    const edited = [
      company(1, { Name: "From Notion" }),
      company(2, { Staff: "4711" }),
      company(3, { City: "From the sheet" }),
      company(4, { Tags: "blue" }),
      company(5, { Sector: "" }),
    ];
    expect(rows).toEqual([...edited, ...companies(6, 24)]);
  });

  test("of different cells of one row merge", async () => {
    await registry.notion.edit("C06", "Name", "Merged");
    await registry.table.edit("C06", "City", "Bergen");
    await registry.sheet.edit("C06", "Staff", "61");
    const run = await registry.run();
    expect(run.counts).toMatchObject({ update: 3, conflict: 0 });
    expect(await find("C06")).toEqual(company(6, { Name: "Merged", City: "Bergen", Staff: "61" }));
  });

  test("of one cell to the same value are no conflict", async () => {
    await registry.notion.edit("C07", "City", "Porto");
    await registry.table.edit("C07", "City", "Porto");
    const run = await registry.run();
    expect(run.counts).toMatchObject({ update: 1, conflict: 0 });
    expect(await find("C07")).toMatchObject({ City: "Porto" });
  });

  test("of one cell on two sides: one wins by rule, the loser is kept", async () => {
    await registry.table.edit("C08", "City", "Turin");
    await registry.sheet.edit("C08", "City", "Milan");
    const run = await registry.run();
    expect(run.counts.conflict).toBe(1);
    const winner = (await find("C08"))?.City ?? "";
    expect(["Turin", "Milan"]).toContain(winner);
    const conflict = (await registry.conflicts()).data.find(({ key }) => key[0] === "C08");
    expect(conflict).toMatchObject({ field: "City", base: "Lisbon", winner, resolved: true });
    expect(conflict?.candidates.map(({ value }) => value).sort()).toEqual(["Milan", "Turin"]);
    expect((await registry.run()).counts).toMatchObject({ update: 0, conflict: 0 });
  });

  test("of a set merge by addition and removal", async () => {
    await registry.notion.edit("C09", "Tags", "green, new, old");
    await registry.table.edit("C09", "Tags", "old");
    expect((await registry.run()).counts.conflict).toBe(0);
    expect(await find("C09")).toMatchObject({ Tags: "new, old" });
  });

  test("of a key on a side whose records have ids are an update elsewhere", async () => {
    const [before] = await world.ours<{ row_id: string }>("select row_id from rows.base where key = $1", [
      '["C10"]',
    ]);
    await registry.notion.edit("C10", "Code", "K10");
    const run = await registry.run();
    expect(run.counts).toMatchObject({ create: 0, update: 2, delete: 0 });
    expect(await find("K10")).toEqual(company(10, { Code: "K10" }));
    expect(await find("C10")).toBeUndefined();
    const [after] = await world.ours<{ row_id: string }>("select row_id from rows.base where key = $1", [
      '["K10"]',
    ]);
    expect(after).toEqual(before);
    expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
  });

  test("of a key in SQL leave one row under the new key everywhere", async () => {
    await registry.table.edit("C11", "Code", "K11");
    const held = await registry.run();
    expect(held.brakes.map(({ kind }) => kind)).toEqual(["renames"]);
    await approveRun(world.tenant.caller, held.id, { planHash: held.planHash ?? "" });
    await world.carry(held);
    expect(await find("K11")).toEqual(company(11, { Code: "K11" }));
    expect(await find("C11")).toBeUndefined();
  });

  test("that give two rows one key leave both as they are until it is free", async () => {
    const fresh = company(50, { Code: "X" });
    await registry.notion.edit("C12", "Code", "X");
    await registry.table.add(fresh);
    const run = await registry.run();
    expect(run.status).toBe("done-with-issues");
    expect((await registry.issues()).map(({ reason }) => reason)).toContain("key-taken");
    expect((await registry.sheet.rows()).filter(({ Code }) => Code === "X" || Code === "C12")).toEqual([
      company(12),
    ]);
    expect((await registry.notion.rows()).filter(({ Code }) => Code === "X")).toHaveLength(1);
    await registry.notion.edit("X", "Code", "C12");
    expect((await registry.run()).status).toBe("done");
    expect(await find("X")).toEqual(fresh);
    expect(await find("C12")).toEqual(company(12));
    expect(await registry.issues()).toEqual([]);
  });

  test("grow a row's version, one for each state it had", async () => {
    await registry.notion.edit("C14", "Name", "second");
    await registry.run();
    await registry.table.edit("C14", "Name", "third");
    await registry.run();
    const versions = await world.ours(
      "select version, cells->>'name' as name from rows.row_version where key = $1 order by version",
      ['["C14"]'],
    );
    expect(versions).toEqual([
      { version: "1", name: "Company 14" },
      { version: "2", name: "second" },
      { version: "3", name: "third" },
    ]);
  });
});
