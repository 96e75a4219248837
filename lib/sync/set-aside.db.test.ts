import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Companies, type Company, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let registry: Companies;

/** Notion's new statuses are "Not started", "In progress" and "Done". */
const done = (number: number, changes: Partial<Company> = {}): Company =>
  company(number, { Sector: "Done", ...changes });

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, {
    notion: companies(1, 15).map((row) => ({ ...row, Sector: "Done" })),
    sector: "status",
  });
  await registry.run();
});

afterAll(() => world.close());

const find = (rows: readonly { Code: string }[], code: string) => rows.filter((row) => row.Code === code);

/** The others go on: an edit elsewhere arrives in the same run. */
async function othersGoOn(): Promise<void> {
  const before = (await registry.notion.rows()).find(({ Code }) => Code === "C15");
  const staff = String(Number(before?.Staff) + 1);
  await registry.notion.edit("C15", "Staff", staff);
  expect((await registry.run()).status).toBe("done-with-issues");
  expect(find(await registry.table.rows(), "C15")).toMatchObject([{ Staff: staff }]);
  expect(find(await registry.sheet.rows(), "C15")).toMatchObject([{ Staff: staff }]);
}

async function mended(): Promise<void> {
  expect((await registry.run()).status).toBe("done");
  expect(await registry.issues()).toEqual([]);
  await registry.equal();
}

describe("set aside", () => {
  test("a key that a side has twice: none of them moves, no one deletes them", async () => {
    await registry.sheet.add(done(1, { Name: "Twin" }));
    await registry.notion.edit("C01", "Name", "Not to be told");
    await othersGoOn();
    expect(await registry.issues()).toMatchObject([
      { reason: "duplicate-key", side: registry.sides.google, subjects: [expect.stringContaining("C01")] },
    ]);
    expect(find(await registry.sheet.rows(), "C01")).toHaveLength(2);
    expect(find(await registry.table.rows(), "C01")).toMatchObject([{ Name: "Company 1" }]);
    const row = registry.sheet.rowOf("C01");
    world.google("delete-rows", {
      spreadsheetId: registry.sheet.spreadsheetId,
      sheetId: registry.sheet.sheetId,
      rows: [Math.max(row, (await registry.sheet.rows()).length)],
    });
    await mended();
    expect(find(await registry.table.rows(), "C01")).toMatchObject([{ Name: "Not to be told" }]);
  });

  test("a new row that is there twice from the start, on one side of two", async () => {
    await registry.notion.add(done(30), done(30, { Name: "Twin" }));
    await othersGoOn();
    expect(await registry.issues()).toMatchObject([{ reason: "duplicate-key", side: registry.sides.notion }]);
    expect(find(await registry.table.rows(), "C30")).toEqual([]);
    await registry.notion.remove("C30");
    await mended();
    expect(find(await registry.table.rows(), "C30")).toHaveLength(1);
  });

  test("a twin of a row on the side that lost it does not delete the row", async () => {
    await registry.notion.add(done(2, { Name: "Twin" }), done(2, { Name: "Triplet" }));
    world.notion("trash", { pageIds: [registry.notion.pageOf("C02")] });
    await othersGoOn();
    expect(find(await registry.table.rows(), "C02")).toEqual([done(2)]);
    await registry.notion.remove("C02");
    await registry.run();
    expect(find(await registry.notion.rows(), "C02")).toHaveLength(1);
    await mended();
  });

  test("an empty key: a new row waits, a known one freezes and is not deleted", async () => {
    await registry.notion.add({ Name: "No key yet", City: "Nowhere" });
    await registry.notion.edit("C03", "Code", "");
    await othersGoOn();
    const reasons = (await registry.issues()).map(({ reason }) => reason);
    expect(reasons).toContain("empty-key");
    expect(find(await registry.table.rows(), "C03")).toHaveLength(1);
    expect((await registry.table.rows()).some(({ Name }) => Name === "No key yet")).toBe(false);
    const { rows } = world.notion<{ rows: { pageId: string; cells: Record<string, string> }[] }>("rows", {
      dataSourceId: registry.notion.dataSourceId,
    });
    for (const { pageId, cells } of rows.filter((each) => each.cells.Code === ""))
      world.notion("edit-cell", {
        pageId,
        property: "Code",
        value: cells.Name === "No key yet" ? "C31" : "C03",
      });
    await mended();
    expect(find(await registry.table.rows(), "C31")).toMatchObject([{ Name: "No key yet" }]);
  });

  test("a text that is too long for a side: that cell there, and nothing else", async () => {
    await registry.table.edit("C04", "Name", "x".repeat(50_001));
    await registry.table.edit("C04", "City", "Arrives");
    await othersGoOn();
    expect(await registry.issues()).toMatchObject([{ side: registry.sides.google, field: "Name" }]);
    expect(find(await registry.sheet.rows(), "C04")).toMatchObject([{ Name: "Company 4", City: "Arrives" }]);
    expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
    await registry.table.edit("C04", "Name", "short");
    await mended();
    expect(find(await registry.sheet.rows(), "C04")).toMatchObject([{ Name: "short" }]);
  });

  test("an option that a status does not have: that row there, and no other", async () => {
    await registry.table.edit("C05", "Sector", "Unheard of");
    await registry.table.edit("C05", "City", "Arrives");
    await othersGoOn();
    expect(await registry.issues()).toMatchObject([{ side: registry.sides.notion, field: "Sector" }]);
    expect(find(await registry.notion.rows(), "C05")).toMatchObject([{ Sector: "Done" }]);
    expect(find(await registry.sheet.rows(), "C05")).toMatchObject([{ Sector: "Unheard of" }]);
    await registry.run();
    expect(find(await registry.table.rows(), "C05")).toMatchObject([{ Sector: "Unheard of" }]);
    await registry.sheet.edit("C05", "Sector", "In progress");
    await mended();
    expect(find(await registry.notion.rows(), "C05")).toMatchObject([
      { Sector: "In progress", City: "Arrives" },
    ]);
  });

  test("an option with a comma: that row's cell, and nothing else", async () => {
    await world.sql(`update companies set "Tags" = array['a,b'], "City" = 'Arrives' where "Code" = 'C06'`);
    await othersGoOn();
    expect((await registry.issues()).map(({ field }) => field)).toContain("Tags");
    expect(find(await registry.notion.rows(), "C06")).toMatchObject([
      { Tags: "green, old", City: "Arrives" },
    ]);
    await registry.table.edit("C06", "Tags", "fine");
    await mended();
    expect(find(await registry.sheet.rows(), "C06")).toMatchObject([{ Tags: "fine" }]);
  });

  test("a row that a constraint of the table refuses, until it meets it", async () => {
    await world.sql(`alter table companies add constraint small check ("Staff" < 1000)`);
    await registry.notion.add(done(40, { Staff: "5000" }));
    await registry.sheet.edit("C07", "Staff", "6000");
    await othersGoOn();
    expect((await registry.issues()).map(({ side }) => side)).toEqual(
      expect.arrayContaining([registry.sides.postgres]),
    );
    expect(find(await registry.sheet.rows(), "C40")).toHaveLength(1);
    expect(find(await registry.notion.rows(), "C07")).toMatchObject([{ Staff: "6000" }]);
    await registry.notion.edit("C40", "Staff", "50");
    await registry.sheet.edit("C07", "Staff", "60");
    await mended();
    expect(find(await registry.table.rows(), "C40")).toHaveLength(1);
  });

  test("a trigger that changes what we write: said once and not fought over", async () => {
    await world.sql(`create function shout() returns trigger language plpgsql as
      $$ begin new."Name" = upper(new."Name"); return new; end $$`);
    await world.sql(
      "create trigger shouts before insert or update on companies for each row execute function shout()",
    );
    await registry.notion.edit("C08", "Name", "quiet");
    const run = await registry.run();
    expect(run.status).toBe("done-with-issues");
    expect(await registry.issues()).toMatchObject([{ reason: "not-as-written", field: "Name" }]);
    expect(find(await registry.notion.rows(), "C08")).toMatchObject([{ Name: "quiet" }]);
    const next = await registry.run();
    expect(next).toMatchObject({ status: "done-with-issues", counts: { update: 0 } });
    expect(next.counts.verified).toBe((next.counts.rows ?? 0) - 1);
    expect(find(await registry.notion.rows(), "C08")).toMatchObject([{ Name: "quiet" }]);
    await world.sql("drop trigger shouts on companies");
    await registry.table.edit("C08", "Name", "quiet");
    await mended();
  });

  test("text in a number's cell: an issue, and the row is not counted as equal until it is a number again", async () => {
    await registry.sheet.edit("C09", "Staff", "about a million");
    const run = await registry.run();
    expect(run.status).toBe("done-with-issues");
    expect(run.counts.verified).toBe((run.counts.rows ?? 0) - 1);
    expect(await registry.issues()).toMatchObject([{ side: registry.sides.google, field: "Staff" }]);
    const next = await registry.run();
    expect(next.counts).toMatchObject({ update: 0, verified: (next.counts.rows ?? 0) - 1 });
    await registry.sheet.edit("C09", "Staff", "909");
    await mended();
    expect(find(await registry.table.rows(), "C09")).toMatchObject([{ Staff: "909" }]);
  });
});
