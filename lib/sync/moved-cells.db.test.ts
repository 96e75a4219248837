import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { rejectRun } from "@/lib/services/runs/decide-run";
import type { RunView } from "@/lib/services/runs/run-view";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { type Gate, gateOf } from "./testing/gate";
import { openWorld, type World } from "./testing/world";

const ALL = companies(1, 24);
/** Fewer than would hold a run for their number alone. */
const SORTED = 12;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe.each([
  ["found by their keys", false],
  ["known by their ids", true],
])("a sheet whose rows are %s", (_name, rowIds) => {
  let registry: Companies;
  let gate: Gate;
  const place = () => ({ spreadsheetId: registry.sheet.spreadsheetId, sheetId: registry.sheet.sheetId });
  const sortPart = (from: string, to: string) =>
    world.google("sort", {
      ...place(),
      column: registry.sheet.columnOf(from),
      startColumn: registry.sheet.columnOf(from),
      endColumn: registry.sheet.columnOf(to) + 1,
      headerRows: 1 + ALL.length - SORTED,
      descending: true,
    });
  /** What the version history gives back. */
  const undo = async () => {
    for (const one of ALL) {
      for (const column of ["Name", "City", "Staff"] as const)
        await registry.sheet.edit(one.Code, column, one[column]);
    }
  };

  beforeAll(async () => {
    const name = rowIds ? "With ids" : "By key";
    const table = rowIds ? "with_ids" : "by_key";
    registry = await makeCompanies(world, { name, table, sheet: ALL, rowIds });
    expect((await registry.run()).status).toBe("done");
    gate = gateOf(world, registry);
  });

  beforeEach(() => {
    world.notion("reset-counts");
    world.google("reset-counts");
  });

  test("that was sorted without some of its columns is held, and nothing is left of it once that is undone", async () => {
    sortPart("Name", "Staff");
    const run = await gate.held("moved-cells");
    expect(run.brakes[0]?.message).toMatch(
      /^On .+, \d+ of \d+ changed cells of Name, Staff show what stood in/,
    );
    expect(await registry.notion.rows()).toEqual(ALL);
    expect(await registry.table.rows()).toEqual(ALL);
    await undo();
    expect(await registry.run()).toMatchObject({
      status: "done",
      counts: { create: 0, update: 0, delete: 0 },
    });
    expect(await registry.equal()).toEqual(ALL);
  });

  test("whose cells were pushed down in one column is held; rejected, it is put back from here", async () => {
    for (let at = ALL.length; at > ALL.length - SORTED; at -= 1)
      await registry.sheet.edit(company(at).Code, "Staff", company(at - 1).Staff);
    const held = await gate.held("moved-cells");
    const { restoreRunId } = await rejectRun(world.tenant.caller, held.id, { restore: true });
    await world.carry(held);
    expect(await world.carry({ id: restoreRunId } as RunView)).toMatchObject({ status: "done", brakes: [] });
    expect(await registry.equal()).toEqual(ALL);
  });

  test("that is meant as it stands is carried out once a person approves", async () => {
    sortPart("Staff", "Staff");
    await gate.decidedBothWays("moved-cells");
    expect(await registry.equal()).not.toEqual(ALL);
    await undo();
    await gate.decidedBothWays("moved-cells");
  });

  test("goes through where the registry allows it, and ordinary edits always do", async () => {
    for (const at of [1, 2, 3, 4, 5]) await registry.sheet.edit(company(at).Code, "City", `Town ${at}`);
    expect(await registry.run()).toMatchObject({ status: "done", brakes: [] });
    await updateRegistry(world.tenant.caller, registry.id, { brakes: { movedCells: "allow" } });
    sortPart("Name", "Staff");
    expect(await registry.run()).toMatchObject({ status: "done", brakes: [] });
    await registry.equal();
  });
});
