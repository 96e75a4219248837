import { afterAll, beforeAll, expect, test } from "vitest";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { approveRun } from "@/lib/services/runs/decide-run";
import { type Companies, companies, makeCompanies } from "./testing/companies";
import { type Gate, gateOf } from "./testing/gate";
import { openWorld, type World } from "./testing/world";

/** The gates before rows are lost, one after the other. */
let world: World;
let registry: Companies;
let gate: Gate;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 40) });
  await registry.run();
  gate = gateOf(world, registry);
});

afterAll(() => world.close());

const codes = async () => (await registry.equal()).map(({ Code }) => Code);

test("a read that is not proven complete stops the run; nobody can approve it", async () => {
  world.notion("set-limits", { queryCap: 7 });
  const before = await registry.table.rows();
  await registry.sheet.edit("C01", "City", "Waits");
  const run = await registry.run();
  expect(run.brakes).toMatchObject([{ kind: "incomplete-read", severity: "stop" }]);
  expect(run.status).toBe("stopped");
  expect(await registry.table.rows()).toEqual(before);
  const state = await getRegistry(world.tenant.caller, registry.id);
  expect(state).toMatchObject({ state: "stopped", stateReason: run.brakes[0]?.message });
  for (const planHash of [run.planHash ?? "0".repeat(64), "0".repeat(64)])
    await expect(approveRun(world.tenant.caller, run.id, { planHash })).rejects.toMatchObject({
      kind: "stale",
    });
  world.notion("set-limits", { queryCap: 10_000 });
  expect(await registry.run()).toMatchObject({ status: "done", brakes: [] });
  expect((await registry.equal())[0]?.City).toBe("Waits");
});

test("more deletions than pass by themselves", async () => {
  await registry.table.remove("C01", "C02", "C03", "C04", "C05", "C06");
  const [brake] = (await gate.held("deletes", "deletes")).brakes;
  expect(brake).toMatchObject({ value: 6, limit: 5, total: 40, sideId: registry.sides.notion });
  await gate.decidedBothWays("deletes", "deletes");
  expect(await codes()).toEqual(companies(7, 40).map(({ Code }) => Code));
});

test("few deletions that add up within a day", async () => {
  await registry.sheet.remove("C07");
  const [brake] = (await gate.held("deletes-24h", "deletes-24h")).brakes;
  expect(brake).toMatchObject({ value: 7, limit: 5, total: 40, sideId: registry.sides.notion });
  await gate.decidedBothWays("deletes-24h", "deletes-24h");
  await world.ours("update rows.row_version set at = at - interval '25 hours' where cells is null");
  await registry.sheet.remove("C08");
  expect(await registry.run()).toMatchObject({ brakes: [], counts: { delete: 2 } });
  expect(await codes()).toEqual(companies(9, 40).map(({ Code }) => Code));
});

test("a side that has nothing any more, whatever the limits are", async () => {
  const limits = { deletedFloor: 1_000, changedFloor: 1_000 };
  await updateRegistry(world.tenant.caller, registry.id, { brakes: limits });
  await world.sql("delete from companies");
  const [brake] = (await gate.held("emptied-side")).brakes;
  expect(brake).toMatchObject({ value: 32, limit: 0, total: 32, sideId: registry.sides.postgres });
  await gate.decidedBothWays("emptied-side");
  expect(await codes()).toEqual([]);
});
