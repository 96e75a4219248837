import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Companies, companies, company, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { getRegistry } from "../registries/browse-registries";
import { updateRegistry } from "../registries/update-registry";
import { listRuns } from "./browse-runs";
import { requestDueRuns } from "./request-due-runs";
import { shadowReport } from "./shadow-report";

let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, {
    notion: companies(1, 6),
    postgres: [company(3, { City: "Bern" }), ...companies(4, 9)],
    settings: { mode: "shadow", schedule: "minutes:15", deletes: "propagate", winners: { default: 0 } },
  });
});

afterAll(() => world.close());

const report = () => shadowReport(world.tenant.caller, registry.id);

/** Changes with anything that writes to a table, even the same values. */
const writeMark = async (): Promise<string | undefined> =>
  (
    await world.sql<{ mark: string }>(
      `select md5(string_agg(ctid::text || xmin::text, ',' order by ctid)) as mark from ${registry.table.name}`,
    )
  )[0]?.mark;

const providerWrites = (): number =>
  world.notion<{ writes: number }>("counts").writes + world.google<{ writes: number }>("counts").writes;

describe("a registry in shadow", () => {
  test("closes the issues that are mended, though no run that writes comes", async () => {
    const twins = await makeCompanies(world, {
      name: "Twins",
      table: "twins",
      notion: [company(1), company(1)],
      settings: { mode: "shadow" },
    });
    const shadow = () => world.run(twins.id, { kind: "shadow" });
    await shadow();
    expect((await twins.issues()).map(({ reason }) => reason)).toEqual(["duplicate-key"]);
    await twins.notion.remove("C01");
    await shadow();
    expect(await twins.issues()).toEqual([]);
  });

  test("has nothing to report before its first run", async () => {
    expect(await report()).toMatchObject({ since: null, isInShadow: true, runs: 0, perRun: [] });
  });

  test("reads, plans and reports what it would have done, and writes nothing anywhere", async () => {
    world.notion("reset-counts");
    world.google("reset-counts");
    const mark = await writeMark();
    const first = await registry.run();
    expect(first).toMatchObject({ kind: "shadow", status: "done" });
    const told = await report();
    expect(told).toMatchObject({ runs: 1, since: first.startedAt, written: { operations: 0, runs: 0 } });
    expect(told.perSide).toEqual({
      [registry.sides.notion]: { create: 3, update: 0, delete: 0 },
      [registry.sides.postgres]: { create: 2, update: 1, delete: 0 },
      [registry.sides.google]: { create: 9, update: 0, delete: 0 },
    });
    expect(told.conflicts).toEqual([{ rule: "first sync", field: "City", resolved: true, count: 1 }]);
    expect(providerWrites()).toBe(0);
    expect(await writeMark()).toBe(mark);
  });

  test("goes on by its schedule, and counts once what it plans again", async () => {
    const before = await report();
    await registry.notion.add(company(20));
    await registry.notion.edit("C01", "City", "Edited");
    await world.ours("update public.registry set next_run_at = now() - interval '1 minute'");
    await requestDueRuns(new Date());
    const [due] = (await listRuns(world.tenant.caller, registry.id, null, "shadow")).data;
    expect(due?.trigger.type).toBe("schedule");
    await world.carry({ id: due?.id ?? "" } as never);
    const told = await report();
    expect(told.runs).toBe(2);
    // A new row for two sides; the edited one would be an update of what the first run would have created.
    expect(told.perRun[0]?.added).toEqual({ create: 2, update: 2, delete: 0 });
    const { google } = registry.sides;
    expect(told.perSide[google]?.create).toBe((before.perSide[google]?.create ?? 0) + 1);
    expect((await getRegistry(world.tenant.caller, registry.id)).nextRunAt).not.toBeNull();
  });

  test("goes on by another schedule once it is given one", async () => {
    const { caller } = world.tenant;
    const { nextRunAt } = await updateRegistry(caller, registry.id, { schedule: "minutes:30" });
    expect(nextRunAt).not.toBeNull();
    await updateRegistry(caller, registry.id, { schedule: "minutes:15" });
  });

  test("begins nothing by itself before a person has", async () => {
    const draft = await makeCompanies(world, {
      ...{ name: "Untouched", table: "untouched", notion: companies(1, 2) },
      settings: { mode: "shadow", schedule: "minutes:15" },
    });
    await requestDueRuns(new Date(Date.now() + 24 * 60 * 60 * 1000));
    expect((await listRuns(world.tenant.caller, draft.id, null)).data).toEqual([]);
  });

  test("keeps its directions and goes live as it stands", async () => {
    const { caller } = world.tenant;
    const mapped = (await getRegistry(caller, registry.id)).sides.map(({ id, mappings }) => ({
      id,
      mappings: mappings.map(({ field, sideField, direction }) => ({
        field,
        sideField,
        direction:
          id === registry.sides.google && field === "Sector" ? ("out" as const) : (direction as "both"),
      })),
    }));
    await updateRegistry(caller, registry.id, { sides: mapped });
    const live = await updateRegistry(caller, registry.id, { mode: "bidirectional" });
    expect(live.sides.map(({ id, mappings }) => ({ id, mappings }))).toEqual(mapped);
    const run = await registry.run();
    expect(run).toMatchObject({ kind: "sync", counts: { delete: 0 } });
    await registry.equal();
  });

  test("put back into shadow reports what it would have held, counted by brake", async () => {
    const { caller } = world.tenant;
    await updateRegistry(caller, registry.id, { mode: "shadow" });
    expect(await report()).toMatchObject({ runs: 0, since: null });
    await registry.table.remove("C01", "C02", "C03", "C04", "C05", "C06", "C07");
    await registry.run();
    await registry.run();
    const { brakes, perSide } = await report();
    expect(brakes).toMatchObject([
      { kind: "deletes", side: registry.sides.notion, runs: 2, value: 7, total: 10 },
      { kind: "deletes", side: registry.sides.google, runs: 2, value: 7, total: 10 },
    ]);
    expect(perSide[registry.sides.notion]).toEqual({ create: 0, update: 0, delete: 7 });
    expect(await registry.notion.rows()).toHaveLength(10);
  });
});

test("a dry run writes nothing anywhere, and says so of a live registry as of a new one", async () => {
  const live = await makeCompanies(world, { name: "Dry", table: "dry", notion: companies(1, 4) });
  for (const state of ["new", "live"]) {
    world.notion("reset-counts");
    world.google("reset-counts");
    const mark = await world.sql(`select ctid, xmin from ${live.table.name} order by ctid`);
    const run = await world.run(live.id, { kind: "dry-run" });
    expect(run.counts.create + run.counts.update, state).toBeGreaterThan(0);
    expect(providerWrites(), state).toBe(0);
    expect(await world.sql(`select ctid, xmin from ${live.table.name} order by ctid`)).toEqual(mark);
    if (state === "new") await live.run();
    await live.notion.edit("C01", "City", "Changed");
  }
});
