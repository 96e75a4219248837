import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { approveRun } from "@/lib/services/runs/decide-run";
import type { RunView } from "@/lib/services/runs/run-view";
import { type Companies, type Company, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

const IN_OSLO = { all: [{ field: "City", is: "equal" as const, value: "Oslo" }] };
const codes = (rows: readonly Company[]) => rows.map(({ Code }) => Code);
const approve = async (run: RunView): Promise<RunView> => {
  expect(run.status).toBe("held");
  return world.carry(await approveRun(world.tenant.caller, run.id, { planHash: run.planHash ?? "" }));
};
const links = (registry: Companies) =>
  world.ours<{ locators: string[] }>(
    `select array_agg(side_id || ' ' || locator order by side_id, locator) as locators from rows.link l
      where registry_id = (select id from public.registry where name = $1)`,
    [registry.table.name],
  );

/** Companies with odd numbers are in Oslo. */
const makeFiltered = (name: string, settings: object = {}, last = 6): Promise<Companies> =>
  makeCompanies(world, {
    name,
    table: name,
    notion: companies(1, last),
    settings: { filter: IN_OSLO, ...settings },
  });

describe("a row outside the filter", () => {
  let registry: Companies;

  beforeAll(async () => {
    registry = await makeFiltered("outside");
  });

  test("makes no row, counts as none, and is no issue", async () => {
    const run = await registry.run();
    expect(run).toMatchObject({ status: "done", counts: { create: 6, rows: 3, verified: 3, issue: 0 } });
    expect(codes(await registry.table.rows())).toEqual(["C01", "C03", "C05"]);
    expect((await getRegistry(world.tenant.caller, registry.id)).rows).toBe(3);
    expect(await registry.run()).toMatchObject({ status: "done", counts: { create: 0, update: 0 } });
  });

  test("leaves with its links and stands still; what is edited meanwhile stays where it was edited", async () => {
    const before = await links(registry);
    await registry.notion.edit("C01", "City", "Bergen");
    await registry.notion.edit("C01", "Name", "Gone north");
    const left = await registry.run();
    expect(left).toMatchObject({
      status: "done",
      counts: { create: 0, update: 0, delete: 0, rows: 2, verified: 2, issue: 0 },
    });
    await registry.table.edit("C01", "Name", "Below");
    expect((await registry.run()).counts).toMatchObject({ update: 0, delete: 0, conflict: 0 });
    expect((await registry.table.rows())[0]).toEqual(company(1, { Name: "Below" }));
    expect((await registry.sheet.rows())[0]).toEqual(company(1));
    expect(await links(registry)).toEqual(before);
    expect((await getRegistry(world.tenant.caller, registry.id)).rows).toBe(2);
  });

  test("comes back as the same row, and what was edited meanwhile is merged", async () => {
    const before = await links(registry);
    await registry.table.edit("C01", "Name", "Company 1");
    await registry.notion.edit("C01", "City", "Oslo");
    expect(await registry.run()).toMatchObject({
      status: "done",
      counts: { create: 0, delete: 0, conflict: 0, rows: 3, verified: 3 },
    });
    expect((await registry.sheet.rows())[0]).toEqual(company(1, { Name: "Gone north" }));
    expect((await registry.table.rows())[0]).toEqual(company(1, { Name: "Gone north" }));
    expect(await links(registry)).toEqual(before);
  });

  test("that is deleted where it is takes nothing with it", async () => {
    await registry.notion.edit("C03", "City", "Bergen");
    await registry.run();
    await registry.sheet.remove("C03");
    expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
    expect(codes(await registry.table.rows())).toContain("C03");
  });
});

describe("leaving with `delete`", () => {
  test("deletes the row where it is still within, never where it left, and forgets it", async () => {
    const registry = await makeFiltered("deleting", { leaving: "delete" });
    await registry.run();
    await registry.table.edit("C01", "City", "Bergen");
    const run = await registry.run();
    expect(run).toMatchObject({ status: "done", counts: { delete: 2, update: 0, rows: 2, verified: 2 } });
    expect(codes(await registry.notion.rows())).toEqual(["C02", "C03", "C04", "C05", "C06"]);
    expect(codes(await registry.sheet.rows())).toEqual(["C03", "C05"]);
    expect((await registry.table.rows())[0]).toEqual(company(1, { City: "Bergen" }));
    // It is nobody's row now, and back within it is a new one.
    expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
    await registry.table.edit("C01", "City", "Oslo");
    expect((await registry.run()).counts).toMatchObject({ create: 2, delete: 0, rows: 3 });
  });

  test("is counted by the brake on deletes", async () => {
    const registry = await makeFiltered("many_leaving", { leaving: "delete" }, 20);
    await registry.run();
    for (const { Code } of companies(1, 11).filter(({ City }) => City === "Oslo"))
      await registry.notion.edit(Code, "City", "Bergen");
    const held = await registry.run();
    expect(held).toMatchObject({ status: "held", counts: { delete: 12 } });
    const { google, postgres } = registry.sides;
    expect(held.brakes.map(({ kind, sideId, value }) => ({ kind, sideId, value }))).toEqual([
      { kind: "deletes", sideId: postgres, value: 6 },
      { kind: "deletes", sideId: google, value: 6 },
    ]);
    expect(await registry.table.rows()).toHaveLength(10);
    await approve(held);
    expect(codes(await registry.table.rows())).toEqual(["C13", "C15", "C17", "C19"]);
    expect(await registry.notion.rows()).toHaveLength(20);
  });

  test("never, where deletes are never passed on", async () => {
    const registry = await makeFiltered("never_leaving", { leaving: "delete", deletes: "never" });
    await registry.run();
    await registry.notion.edit("C01", "City", "Bergen");
    expect((await registry.run()).counts).toMatchObject({ delete: 0, rows: 2 });
    expect(codes(await registry.table.rows())).toContain("C01");
  });
});

describe("a filter that changes", () => {
  test("is held once with what it would do: rows that come in, rows that leave", async () => {
    const registry = await makeFiltered("changing");
    const { caller } = world.tenant;
    await registry.run();
    await updateRegistry(caller, registry.id, {
      filter: { any: [{ field: "Code", is: "one-of", value: ["C01", "C02", "C04"] }] },
    });
    const held = await registry.run();
    expect(held).toMatchObject({ status: "held", counts: { create: 4, update: 0, delete: 0 } });
    expect(held.brakes).toMatchObject([
      { kind: "setting-change", message: expect.stringContaining("The filter of the rows changed.") },
    ]);
    expect(codes(await registry.table.rows())).toEqual(["C01", "C03", "C05"]);
    expect(await approve(held)).toMatchObject({ status: "done", counts: { rows: 3, verified: 3 } });
    expect(codes(await registry.table.rows())).toEqual(["C01", "C02", "C03", "C04", "C05"]);
    await registry.notion.edit("C03", "Name", "Outside now");
    expect((await registry.run()).counts).toMatchObject({ update: 0 });

    await updateRegistry(caller, registry.id, { filter: null });
    const all = await registry.run();
    expect(all).toMatchObject({ status: "held", counts: { create: 2, update: 2 } });
    expect(all.brakes[0]?.message).toContain("The filter was removed: all rows are synced.");
    await approve(all);
    expect(codes(await registry.equal())).toEqual(codes(companies(1, 6)));
    expect((await registry.run()).status).toBe("done");
  });
});
