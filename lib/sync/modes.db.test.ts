import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

const failWrites = () =>
  world.google("fault", { kind: "500", match: { method: "POST", path: ":batchUpdate$" }, times: 1_000 });

describe("one way", () => {
  let registry: Companies;

  beforeAll(async () => {
    registry = await makeCompanies(world, {
      notion: companies(1, 8),
      settings: { mode: "one-way" },
    });
    expect((await registry.run()).status).toBe("done");
  });

  test("edits on the sides that are written to are put back", async () => {
    await registry.table.edit("C01", "City", "Edited below");
    await registry.notion.edit("C02", "City", "Edited above");
    expect(await registry.run()).toMatchObject({ status: "done", counts: { update: 3, conflict: 0 } });
    expect(await registry.equal()).toEqual([
      company(1),
      company(2, { City: "Edited above" }),
      ...companies(3, 8),
    ]);
  });

  test("and are put back in the next run if the side was down", async () => {
    await registry.sheet.edit("C03", "City", "Edited below");
    failWrites();
    expect((await registry.run()).status).toBe("done-with-issues");
    world.google("clear-faults");
    expect(await registry.run()).toMatchObject({ status: "done", counts: { update: 1 } });
    expect((await registry.equal())[2]).toEqual(company(3));
  });

  test("rows lost there come back; rows made there are left alone", async () => {
    await registry.sheet.remove("C04");
    await registry.table.add(company(20));
    expect((await registry.run()).counts).toMatchObject({ create: 1, delete: 0 });
    expect((await registry.sheet.rows()).map(({ Code }) => Code)).toContain("C04");
    expect((await registry.notion.rows()).map(({ Code }) => Code)).not.toContain("C20");
    expect((await registry.table.rows()).map(({ Code }) => Code)).toContain("C20");
    await registry.table.remove("C20");
    await registry.run();
    await registry.equal();
  });

  test("a row deleted above is deleted below", async () => {
    await registry.notion.remove("C05");
    expect((await registry.run()).counts).toMatchObject({ delete: 2 });
    expect((await registry.equal()).map(({ Code }) => Code)).not.toContain("C05");
  });
});

describe("conflicts by authority", () => {
  test("go to that side, and a loser that could not be told is told later and judged once", async () => {
    const registry = await makeCompanies(world, {
      name: "Judged",
      table: "judged",
      notion: companies(1, 4),
      settings: { conflict: "authority", authority: 0 },
    });
    await registry.run();
    await registry.notion.edit("C01", "City", "Above");
    await registry.sheet.edit("C01", "City", "Below");
    failWrites();
    expect((await registry.run()).counts.conflict).toBe(1);
    await registry.run();
    world.google("clear-faults");
    expect((await registry.run()).status).toBe("done");
    expect((await registry.equal())[0]).toEqual(company(1, { City: "Above" }));
    const { data } = await registry.conflicts();
    expect(data.every(({ winner }) => winner === "Above")).toBe(true);
  });
});

describe("conflicts by hand", () => {
  test("leave the cell as it is everywhere, once and open, and let the other cells go on", async () => {
    const registry = await makeCompanies(world, {
      name: "Waiting",
      table: "waiting",
      notion: companies(1, 4),
      settings: { conflict: "manual" },
    });
    await registry.run();
    await registry.table.edit("C01", "City", "One");
    await registry.sheet.edit("C01", "City", "Other");
    await registry.sheet.edit("C01", "Name", "Goes on");
    await registry.run();
    const run = await registry.run();
    expect(run.counts).toMatchObject({ update: 0, delete: 0 });
    expect(run.counts.verified).toBe(3);
    const { data } = await registry.conflicts();
    expect(data).toMatchObject([{ field: "City", resolved: false, winner: null }]);
    const shown = async (side: "notion" | "table" | "sheet") => (await registry[side].rows())[0];
    expect(await shown("notion")).toEqual(company(1, { Name: "Goes on" }));
    expect(await shown("table")).toEqual(company(1, { Name: "Goes on", City: "One" }));
    expect(await shown("sheet")).toEqual(company(1, { Name: "Goes on", City: "Other" }));
    await registry.sheet.edit("C01", "City", "One");
    expect((await registry.run()).status).toBe("done");
    expect((await registry.equal())[0]).toEqual(company(1, { Name: "Goes on", City: "One" }));
    expect((await registry.conflicts()).data.filter(({ resolved }) => !resolved)).toEqual([]);
  });
});

describe("deletes that are never passed on", () => {
  test("stay where they were made, and nothing brings the row back", async () => {
    const registry = await makeCompanies(world, {
      name: "Kept",
      table: "kept",
      notion: companies(1, 4),
      settings: { deletes: "never" },
    });
    await registry.run();
    await registry.table.remove("C01");
    expect((await registry.run()).counts).toMatchObject({ create: 0, delete: 0 });
    await registry.notion.edit("C01", "City", "Still synced");
    await registry.run();
    expect((await registry.table.rows()).map(({ Code }) => Code)).not.toContain("C01");
    expect((await registry.sheet.rows())[0]).toEqual(company(1, { City: "Still synced" }));
    expect((await registry.notion.rows())[0]).toEqual(company(1, { City: "Still synced" }));
    await registry.notion.remove("C01");
    await registry.sheet.remove("C01");
    await registry.run();
    expect((await registry.registryRows()).data.map(({ key }) => key[0])).toEqual(["C02", "C03", "C04"]);
  });

  test("are remembered although the key becomes another row's where records are found by it", async () => {
    const registry = await makeCompanies(world, {
      name: "Kept key",
      table: "kept_key",
      notion: companies(1, 3),
      settings: { deletes: "never" },
    });
    await registry.run();
    await registry.table.remove("C01");
    await registry.run();
    await registry.notion.edit("C01", "Code", "C90");
    await registry.run();
    await registry.notion.add(company(1, { Name: "Another" }));
    await registry.run();
    const codesOnTable = async () => (await registry.table.rows()).map(({ Code }) => Code);
    expect(await codesOnTable()).toEqual(["C01", "C02", "C03"]);
    await registry.notion.edit("C90", "City", "Still synced");
    expect((await registry.run()).counts).toMatchObject({ create: 0, delete: 0 });
    expect((await registry.sheet.rows()).find(({ Code }) => Code === "C90")?.City).toBe("Still synced");
    expect(await codesOnTable()).toEqual(["C01", "C02", "C03"]);
  });
});

describe("a registry in shadow mode", () => {
  test("plans and writes nothing", async () => {
    const registry = await makeCompanies(world, {
      name: "Shadowed",
      table: "shadowed",
      notion: companies(1, 4),
      postgres: companies(3, 6),
      settings: { mode: "shadow" },
    });
    const run = await registry.run();
    expect(run).toMatchObject({ kind: "shadow", status: "done", counts: { create: 10 } });
    expect(await registry.notion.rows()).toEqual(companies(1, 4));
    expect(await registry.table.rows()).toEqual(companies(3, 6));
    expect(await registry.sheet.rows()).toEqual([]);
  });
});
