import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rejectRun } from "@/lib/services/runs/decide-run";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let registry: Companies;
const ALL = companies(1, 20);

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: ALL });
  await registry.run();
});

afterAll(() => world.close());

const place = () => ({ spreadsheetId: registry.sheet.spreadsheetId, sheetId: registry.sheet.sheetId });

/** Nothing was written to the sides that were well. */
async function untouched(...sides: readonly ("notion" | "table" | "sheet")[]): Promise<void> {
  for (const side of sides) expect(await registry[side].rows(), side).toEqual(ALL);
}

/** The side is as it was: the next run finds nothing to do. */
async function mended(): Promise<void> {
  const run = await registry.run();
  expect(run).toMatchObject({ status: "done", counts: { create: 0, update: 0, delete: 0 } });
  expect(await registry.equal()).toEqual(ALL);
}

describe("a side that shows too little", () => {
  test("an emptied table is held for a person", async () => {
    await registry.table.remove(...ALL.map(({ Code }) => Code));
    const run = await registry.run();
    expect(run.status).toBe("held");
    expect(run.brakes.map(({ kind }) => kind)).toContain("emptied-side");
    await untouched("notion", "sheet");
    await rejectRun(world.tenant.caller, run.id);
    await world.carry(run);
    await registry.table.add(...ALL);
    await mended();
  });

  test("a cleared tab with its header kept is held for a person", async () => {
    await registry.sheet.remove(...ALL.map(({ Code }) => Code));
    const run = await registry.run();
    expect(run.status).toBe("held");
    expect(run.brakes.map(({ kind }) => kind)).toContain("emptied-side");
    await untouched("notion", "table");
    await registry.sheet.add(...ALL);
    await mended();
  });

  test("a cleared tab without its header ends the run", async () => {
    const before = world.google<{ rows: string[][] }>("rows", place()).rows;
    world.google("clear-tab", place());
    expect((await registry.run()).status).toBe("failed");
    await untouched("notion", "table");
    for (const values of before) world.google("append-row", { ...place(), values });
    await mended();
  });

  test("a deleted header row ends the run", async () => {
    world.google("delete-rows", { ...place(), rows: [0] });
    expect((await registry.run()).status).toBe("failed");
    await untouched("notion", "table");
    world.google("insert-row", { ...place(), row: 0 });
    for (const [column, value] of Object.keys(company(1)).entries())
      world.google("edit-cell", { ...place(), row: 0, column, value });
    await mended();
  });

  test("a data source that is no longer shared ends the run", async () => {
    const { dataSourceId } = registry.notion;
    world.notion("unshare", { dataSourceId });
    const run = await registry.run();
    expect(run.status).toBe("failed");
    expect(run.error?.remedy).toBeTruthy();
    await untouched("table", "sheet");
    world.notion("share", { dataSourceId });
    await mended();
  });

  test("a read that Notion cuts short stops the run", async () => {
    world.notion("set-limits", { queryCap: 7 });
    const run = await registry.run();
    world.notion("set-limits", { queryCap: 10_000 });
    expect(run.status).toBe("stopped");
    expect(run.brakes.map(({ kind }) => kind)).toEqual(["incomplete-read"]);
    await untouched("notion", "table", "sheet");
    await mended();
  });

  test("an answer that breaks off in the middle is asked for again", async () => {
    world.google("fault", { kind: "cut", match: { method: "GET", path: "^/v4/spreadsheets/" } });
    world.notion("fault", { kind: "cut", match: { path: "/query$" } });
    await mended();
  });

  test("rows that a query does not show yet are looked up, not deleted", async () => {
    world.notion("set-limits", { indexLagMs: 3_600_000 });
    await registry.table.add(company(21));
    expect(await registry.run()).toMatchObject({ status: "done", counts: { create: 2 } });
    expect(await registry.run()).toMatchObject({ counts: { create: 0, delete: 0 } });
    world.notion("set-limits", { indexLagMs: 0 });
    expect(await registry.equal()).toEqual([...ALL, company(21)]);
    await registry.table.remove("C21");
    await registry.run();
    await mended();
  });
});

describe("columns", () => {
  test("that were renamed are followed where they have an identity", async () => {
    world.notion("rename-property", {
      dataSourceId: registry.notion.dataSourceId,
      property: "City",
      name: "Town",
    });
    await world.sql('alter table companies rename column "Name" to "Title"');
    await registry.sheet.edit("C01", "City", "Followed");
    await registry.sheet.edit("C01", "Name", "Followed too");
    expect(await registry.run()).toMatchObject({ status: "done", counts: { update: 2, delete: 0 } });
    world.notion("rename-property", {
      dataSourceId: registry.notion.dataSourceId,
      property: "Town",
      name: "City",
    });
    await world.sql('alter table companies rename column "Title" to "Name"');
    expect((await registry.equal())[0]).toEqual(company(1, { City: "Followed", Name: "Followed too" }));
    await registry.table.edit("C01", "City", company(1).City);
    await registry.table.edit("C01", "Name", company(1).Name);
    await registry.run();
    await mended();
  });

  test("that were moved in the sheet are found again", async () => {
    world.google("move-column", { ...place(), column: 5, to: 0 });
    world.google("insert-column", { ...place(), column: 2, header: "Notes" });
    await mended();
    await registry.notion.edit("C02", "Staff", "7");
    await registry.run();
    expect((await registry.equal())[1]).toEqual(company(2, { Staff: "7" }));
    await registry.sheet.edit("C02", "Staff", company(2).Staff);
    await registry.run();
    await mended();
  });

  test("rows that were sorted by hand are no edits", async () => {
    world.google("sort", { ...place(), column: registry.sheet.columnOf("Name"), descending: true });
    await mended();
  });

  test("whose header was renamed end the run", async () => {
    const column = registry.sheet.columnOf("City");
    world.google("rename-header", { ...place(), column, name: "Ort" });
    const run = await registry.run();
    world.google("rename-header", { ...place(), column, name: "City" });
    if (run.status !== "done") {
      expect(run.status).toBe("failed");
      expect(run.error?.message).toContain('"City"');
    }
    await mended();
  });

  test("that were dropped end the run: nothing is read as empty, nothing deleted", async () => {
    await registry.notion.edit("C03", "Name", "Waits");
    await world.sql('alter table companies drop column "City"');
    const run = await registry.run();
    expect(run).toMatchObject({ status: "failed", error: { kind: "halted" } });
    expect(run.error?.message).toContain('"City"');
    expect((await registry.sheet.rows()).map(({ City }) => City)).toEqual(ALL.map(({ City }) => City));
    expect((await registry.notion.rows()).map(({ City }) => City)).toEqual(ALL.map(({ City }) => City));
    expect(await world.sql(`select "Name" from companies where "Code" = 'C03'`)).toEqual([
      { Name: "Company 3" },
    ]);
  });
});

describe("a cell that cannot be read", () => {
  test("waits with the edits that others made of it meanwhile, and loses none", async () => {
    const odd = await makeCompanies(world, { name: "Odd", table: "odd", notion: companies(1, 6) });
    await odd.run();
    await odd.sheet.edit("C03", "Staff", "about thirty");
    await odd.notion.edit("C03", "Staff", "333");
    await odd.notion.edit("C03", "Name", "Goes on");
    for (let times = 0; times < 2; times += 1) {
      expect((await odd.run()).status).toBe("done-with-issues");
      expect(await odd.issues()).toMatchObject([{ field: "Staff", side: odd.sides.google }]);
      expect((await odd.table.rows())[2]).toEqual(company(3, { Name: "Goes on" }));
    }
    await odd.sheet.edit("C03", "Staff", company(3).Staff);
    expect((await odd.run()).status).toBe("done");
    expect((await odd.equal())[2]).toEqual(company(3, { Name: "Goes on", Staff: "333" }));
    expect(await odd.issues()).toEqual([]);
  });
});

describe("many missing records", () => {
  test("under limits of one's own are still looked up one by one", async () => {
    const many = await makeCompanies(world, {
      name: "Many",
      table: "many",
      notion: companies(1, 60),
      settings: { brakes: { deletedFloor: 1_000, changedShare: 1 } },
    });
    await many.run();
    await many.sheet.remove(...companies(1, 55).map(({ Code }) => Code));
    const run = await many.run();
    expect(run).toMatchObject({ status: "done", counts: { delete: 110 } });
    expect((await many.equal()).map(({ Code }) => Code)).toEqual(companies(56, 60).map(({ Code }) => Code));
    expect(run.phases.find(({ name }) => name === "seal")?.requests).toBeGreaterThan(0);
  });

  test("beyond what is looked up are held, whatever the sides' own limits say", async () => {
    const many = await makeCompanies(world, { name: "Lots", table: "lots", postgres: companies(1, 60) });
    await many.run();
    await many.table.remove(...companies(1, 55).map(({ Code }) => Code));
    const run = await many.run();
    expect(run.status).toBe("held");
    expect(run.brakes.some(({ message }) => message.includes("too many to look up"))).toBe(true);
    expect(await many.notion.rows()).toEqual(companies(1, 60));
  });
});
