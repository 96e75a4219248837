import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Companies, companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { getRegistry, pauseRegistry, resumeRegistry } from "./browse-registries";
import { createRegistry } from "./create-registry";
import { createRegistryInput, type UpdateRegistryInput, updateRegistryInput } from "./registry-input";
import { updateRegistry } from "./update-registry";

let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 3) });
});

afterAll(() => world.close());

const NOW = new Date("2026-11-28T12:00:00.000Z");

const update = (input: object, caller = world.tenant.caller) =>
  updateRegistry(caller, registry.id, updateRegistryInput.parse(input) as UpdateRegistryInput, NOW);
const view = () => getRegistry(world.tenant.caller, registry.id);
const directions = async () =>
  (await view()).sides.map((side) => [...new Set(side.mappings.map(({ direction }) => direction))].join());
const rechecks = async () =>
  (await world.ours<{ recheck: number }>("select recheck::int from public.registry order by created_at"))[0]
    ?.recheck ?? -1;
const inPlan = (plan: string) => world.ours("update public.organization set plan = $1", [plan]);

describe("each setting", () => {
  test.each<[string, object, object?]>([
    ["the name", { name: "Firms" }],
    ["the mode", { mode: "shadow" }],
    ["the schedule", { schedule: "minutes:15" }],
    ["who wins", { conflict: "hash" }],
    ["how records match", { match: "match-only" }],
    ["how keys compare", { normalise: true }],
    ["what leaving does", { leaving: "delete" }],
    ["what deletes do", { deletes: "never" }],
    ["the brakes", { brakes: { deletedShare: 0.2, invalidFloor: 7, renames: "allow" } }],
    ["how long a plan waits", { approvalDays: 3 }],
    [
      "access",
      { access: { Name: { roles: ["owner"], approval: true }, city: {} } },
      { access: { Name: { roles: ["owner"], approval: true }, City: {} } },
    ],
    [
      "the filter, its values canonical",
      {
        filter: {
          all: [
            { field: "staff", is: "greater", value: 7.0 },
            { field: "Tags", is: "one-of", value: ["old", "green"] },
          ],
        },
      },
      {
        filter: {
          all: [
            { field: "Staff", is: "greater", value: "7" },
            { field: "Tags", is: "one-of", value: ["green", "old"] },
          ],
        },
      },
    ],
    ["no filter", { filter: null }],
  ])("%s is taken and shown", async (_setting, input, shown) => {
    expect(await update(input)).toMatchObject(shown ?? input);
    expect(await view()).toMatchObject(shown ?? input);
  });

  test("sides are named by id or position, fields by id or name", async () => {
    const { notion, google } = registry.sides;
    await update({
      conflict: "authority",
      authority: notion,
      strategies: { City: { strategy: "authority", authority: google }, staff: { strategy: "manual" } },
      winners: { default: 1, fields: { Name: notion } },
      sides: [{ id: google, match: "create-only" }],
    });
    const after = await view();
    expect(after).toMatchObject({
      conflict: "authority",
      authority: notion,
      strategies: {
        City: { strategy: "authority", authority: google },
        Staff: { strategy: "manual", authority: null },
      },
      winners: { default: registry.sides.postgres, fields: { Name: notion } },
    });
    expect(after.sides.map(({ match }) => match)).toEqual([null, null, "create-only"]);
  });

  test("what is left out stays, and the ledger has each setting before and after", async () => {
    const before = await view();
    expect(await update({ name: "Companies" })).toEqual({ ...before, name: "Companies" });
    const [entry] = await world.ours<{ payload: string }>(
      "select payload from ledger.entry where action = 'registry.updated' order by seq desc limit 1",
    );
    expect(JSON.parse(entry?.payload ?? "{}")).toEqual({
      before: { name: "Firms" },
      after: { name: "Companies" },
    });
  });
});

describe("what cannot be is refused at its place, and nothing changes", () => {
  const mapping = (field: string, sideField = field) => ({ field, sideField });
  const mapped = (...mappings: object[]) => ({ sides: [{ id: registry.sides.postgres, mappings }] });
  test.each<[string, () => object, string]>([
    ["a strategy of no field", () => ({ strategies: { Nope: { strategy: "hash" } } }), "/strategies/Nope"],
    [
      "an authority without its side",
      () => ({ strategies: { City: { strategy: "authority" } } }),
      "/strategies/City/authority",
    ],
    ["the registry's authority taken away", () => ({ authority: null }), "/authority"],
    ["an authority that is no side", () => ({ authority: 9 }), "/authority"],
    [
      "a winner that is no side",
      () => ({ winners: { fields: { City: "sid_nope" } } }),
      "/winners/fields/City",
    ],
    ["a winner of no field", () => ({ winners: { fields: { Nope: 0 } } }), "/winners/fields/Nope"],
    ["a default winner that is no side", () => ({ winners: { default: 3 } }), "/winners/default"],
    [
      "a filter on no field",
      () => ({ filter: { any: [{ field: "Nope", is: "empty" }] } }),
      "/filter/any/0/field",
    ],
    [
      "a filter without a value",
      () => ({ filter: { all: [{ field: "City", is: "equal" }] } }),
      "/filter/all/0/value",
    ],
    [
      "a filter with a word for a number",
      () => ({ filter: { all: [{ field: "Staff", is: "less", value: "few" }] } }),
      "/filter/all/0/value",
    ],
    [
      "a filter with one value for a list",
      () => ({ filter: { all: [{ field: "City", is: "one-of", value: "Oslo" }] } }),
      "/filter/all/0/value",
    ],
    ["access to no field", () => ({ access: { Nope: { approval: true } } }), "/access/Nope"],
    ["no side of the registry", () => ({ sides: [{ id: "sid_nope" }] }), "/sides/0/id"],
    [
      "one side twice",
      () => ({ sides: [{ id: registry.sides.notion }, { id: registry.sides.notion }] }),
      "/sides/1/id",
    ],
    [
      "a mapping of no field",
      () => mapped(mapping("Code"), mapping("Nope", "Name")),
      "/sides/0/mappings/1/field",
    ],
    [
      "a mapping to no column",
      () => mapped(mapping("Code"), mapping("Name", "nope")),
      "/sides/0/mappings/1/sideField",
    ],
    [
      "a field mapped twice",
      () => mapped(mapping("Code"), mapping("Name"), mapping("Name", "City")),
      "/sides/0/mappings",
    ],
    ["a key without its column", () => mapped(mapping("Name")), "/sides/0/mappings"],
    [
      "a column of another type",
      () => mapped(mapping("Code"), mapping("Tags", "Staff")),
      "/sides/0/mappings/1",
    ],
  ])("%s", async (_case, input, path) => {
    const before = await view();
    await expect(update(input())).rejects.toMatchObject({
      kind: "invalid-input",
      paths: [expect.objectContaining({ path, message: expect.stringMatching(/\.$/) })],
    });
    expect(await view()).toEqual(before);
  });

  test("a name that another registry has", async () => {
    await makeCompanies(world, { name: "Other", table: "other_companies" });
    await expect(update({ name: "Other" })).rejects.toMatchObject({ paths: [{ path: "/name" }] });
  });

  test("by someone who may not, or in another organization", async () => {
    const viewer = { ...world.tenant.caller, role: "viewer" as const };
    await expect(update({ name: "Mine" }, viewer)).rejects.toMatchObject({ kind: "forbidden" });
    const other = await world.addTenant("Eve");
    await expect(update({ name: "Mine" }, other.caller)).rejects.toMatchObject({ kind: "not-found" });
    expect((await view()).name).toBe("Companies");
  });
});

describe("the mode", () => {
  const sheetIn = (direction: string) =>
    update({
      sides: [{ id: registry.sides.google, mappings: [{ field: "Code", sideField: "Code", direction }] }],
    });

  test("shadow and back leaves the directions as they were", async () => {
    await update({ mode: "bidirectional" });
    await sheetIn("in");
    const before = await rechecks();
    await update({ mode: "shadow" });
    await update({ mode: "bidirectional" });
    expect(await directions()).toEqual(["both", "both", "in"]);
    expect(await rechecks()).toBe(before);
  });

  test("one way reads the first side and writes the others; both ways again undoes it", async () => {
    await update({ mode: "one-way" });
    expect(await directions()).toEqual(["in", "out", "out"]);
    await update({ mode: "mirror" });
    expect(await directions()).toEqual(["in", "out", "out"]);
    await update({ mode: "bidirectional" });
    expect(await directions()).toEqual(["both", "both", "both"]);
  });
});

describe("what bears on rows that did not change", () => {
  const changes = () => [
    { filter: { all: [{ field: "City", is: "not-empty" }] } },
    { leaving: "keep" },
    { sides: [{ id: registry.sides.google, mappings: [{ field: "Code", sideField: "Code" }] }] },
    { mode: "one-way" },
  ];

  test("has the next run look at all of them, and other settings do not", async () => {
    for (const change of changes()) {
      const before = await rechecks();
      await update(change);
      expect(await rechecks(), Object.keys(change).join()).toBe(before + 1);
    }
    const before = await rechecks();
    await update({ name: "Companies", conflict: "hash", deletes: "hold", approvalDays: 7, access: {} });
    expect(await rechecks()).toBe(before);
  });

  test("is refused while a run has the registry, and only then", async () => {
    await world.ours(
      "update public.registry set lease_run_id = gen_random_uuid(), lease_until = now() + interval '1 hour'",
    );
    const before = { view: await view(), rechecks: await rechecks() };
    for (const change of [...changes().slice(0, 3), { mode: "bidirectional" }])
      await expect(update(change), Object.keys(change).join()).rejects.toMatchObject({ kind: "stale" });
    expect({ view: await view(), rechecks: await rechecks() }).toEqual(before);
    expect(await update({ deletes: "never" })).toMatchObject({ deletes: "never" });
    await world.ours("update public.registry set lease_run_id = null, lease_until = null");
    expect(await update({ mode: "bidirectional" })).toMatchObject({ mode: "bidirectional" });
  });
});

describe("the schedule", () => {
  const firstSync = "update public.registry set state = $1, next_run_at = null, schedule = 'manual'";
  afterEach(() => inPlan("professional"));

  test("counts from now once the registry is synced, and not before", async () => {
    await world.ours(firstSync, ["draft"]);
    expect(await update({ schedule: "hourly" })).toMatchObject({ schedule: "hourly", nextRunAt: null });
    // A draft that runs in shadow by its schedule.
    await world.ours("update public.registry set next_run_at = now()");
    expect((await update({ schedule: "minutes:30" })).nextRunAt).toBe("2026-11-28T12:30:00.000Z");
    await world.ours(firstSync, ["up-to-date"]);
    expect((await update({ schedule: "hourly" })).nextRunAt).toBe("2026-11-28T13:00:00.000Z");
    expect((await update({ schedule: "minutes:5" })).nextRunAt).toBe("2026-11-28T12:05:00.000Z");
    expect((await update({ schedule: "manual" })).nextRunAt).toBeNull();
    const { caller } = world.tenant;
    await pauseRegistry(caller, registry.id);
    expect((await update({ schedule: "daily" })).nextRunAt).toBeNull();
    await resumeRegistry(caller, registry.id, NOW);
    expect((await view()).nextRunAt).toBe(NOW.toISOString());
  });

  test("is within the plan, but one that the registry has stays", async () => {
    await inPlan("starter");
    await update({ schedule: "hourly" });
    const refusal = {
      kind: "limit-reached",
      paths: [{ path: "/schedule" }],
      remedy: expect.stringContaining("plan"),
    };
    await expect(update({ schedule: "minutes:59" })).rejects.toMatchObject(refusal);
    await inPlan("free");
    await expect(update({ schedule: "minutes:60" })).rejects.toMatchObject(refusal);
    expect(await update({ schedule: "hourly", name: "Companies" })).toMatchObject({ schedule: "hourly" });
    await inPlan("enterprise");
    expect(await update({ schedule: "realtime" })).toMatchObject({ schedule: "realtime" });
  });

  test("of a new registry is within the plan too, and the plan's usual one if nobody says", async () => {
    const { caller, connections } = await world.addTenant("Scheduled");
    const inOwnPlan = (plan: string) =>
      world.ours("update public.organization set plan = $1 where id = $2", [plan, caller.organizationId]);
    await inOwnPlan("free");
    const make = async (name: string, settings: object) => {
      for (const side of ["a", "b"])
        await world.sql(`create table if not exists ${name}_${side} (code text primary key)`);
      const input = createRegistryInput.parse({
        name,
        key: ["code"],
        sides: ["a", "b"].map((side) => ({
          connectionId: connections.postgres,
          location: { schema: "public", table: `${name}_${side}` },
        })),
        ...settings,
      });
      return createRegistry(caller, input);
    };
    await expect(make("fast", { schedule: "hourly" })).rejects.toMatchObject({ kind: "limit-reached" });
    expect(await make("fast", {})).toMatchObject({ schedule: "daily" });
    await inOwnPlan("starter");
    expect(await make("usual", {})).toMatchObject({ schedule: "hourly" });
    await expect(make("verdict", { conflict: "authority" })).rejects.toMatchObject({
      paths: [{ path: "/authority" }],
    });
  });
});

test("how keys compare is settled by the first sync", async () => {
  await world.ours("update public.registry set row_count = 3");
  expect((await view()).normalise).toBe(true);
  await expect(update({ normalise: false })).rejects.toMatchObject({ paths: [{ path: "/normalise" }] });
  expect(await update({ normalise: true })).toMatchObject({ normalise: true });
});
