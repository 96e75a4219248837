import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { resolveConflict } from "@/lib/services/conflicts/resolve-conflict";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { previewRegistry } from "@/lib/services/registries/preview-registry";
import { type UpdateRegistryInput, updateRegistryInput } from "@/lib/services/registries/registry-input";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { listChanges } from "@/lib/services/runs/browse-runs";
import { approveRun } from "@/lib/services/runs/decide-run";
import type { RunView } from "@/lib/services/runs/run-view";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let registry: Companies;
let made = 0;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

/** City and Tags are columns on every side, and no fields of the registry yet. */
const FIELDS = [
  { name: "Code", type: "text" },
  { name: "Name", type: "text" },
  { name: "Staff", type: "integer" },
  { name: "Sector", type: "select" },
];

beforeEach(async () => {
  made += 1;
  registry = await makeCompanies(world, {
    name: `Mapped ${made}`,
    table: `mapped_${made}`,
    notion: companies(1, 6).map((one) => ({ ...one, City: "", Tags: "" })),
    settings: { fields: FIELDS },
  });
  expect((await registry.run()).status).toBe("done");
});

const caller = () => world.tenant.caller;
const input = (given: object) => updateRegistryInput.parse(given) as UpdateRegistryInput;
const update = (given: object) => updateRegistry(caller(), registry.id, input(given));
const preview = async (given: object) =>
  world.carry(await previewRegistry(caller(), registry.id, input(given)));
const view = () => getRegistry(caller(), registry.id);

/** Runs, is held with the changed setting, is approved. */
async function runApproved(): Promise<RunView> {
  const held = await registry.run();
  expect(held.brakes.map(({ kind }) => kind)).toContain("setting-change");
  await approveRun(caller(), held.id, { planHash: held.planHash ?? "" });
  return world.carry(held);
}

/** The change that adds City, mapped everywhere, filled from one side. */
async function addCity(from: keyof Companies["sides"]) {
  const { sides } = await view();
  return {
    fields: { add: [{ name: "City", type: "text" }] },
    winners: { fields: { City: registry.sides[from] } },
    sides: sides.map(({ id, mappings }) => ({
      id,
      mappings: [...mappings, { field: "City", sideField: "City", direction: "both" }],
    })),
  };
}

const citiesOf = async (hands: { rows(): Promise<readonly { readonly City: string }[]> }) =>
  (await hands.rows()).map(({ City }) => City);

describe("a field that is added", () => {
  test("is filled from the side that was named; where that one is empty, from the others; nothing is emptied", async () => {
    await registry.notion.edit("C01", "City", "Above");
    await registry.table.edit("C01", "City", "Below");
    await registry.table.edit("C02", "City", "Only below");
    await registry.sheet.edit("C03", "City", "Only in the sheet");
    await update(await addCity("postgres"));
    expect(await runApproved()).toMatchObject({ status: "done", counts: { conflict: 1, delete: 0 } });
    expect((await registry.equal()).map(({ City }) => City)).toEqual([
      "Below",
      "Only below",
      "Only in the sheet",
      ...["", "", ""],
    ]);
    expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
    // The losing value can be chosen later.
    const [conflict] = (await registry.conflicts()).data;
    expect(conflict).toMatchObject({ field: "City", resolved: true, decidedBy: "first sync" });
  });

  test("is previewed to the cell, and nothing is saved or written by that", async () => {
    await registry.table.edit("C02", "City", "Only below");
    const before = await view();
    const looked = await preview(await addCity("postgres"));
    expect(looked).toMatchObject({
      ...{ kind: "dry-run", status: "done", request: { kind: "proposal" } },
      counts: { create: 0, update: 2, delete: 0, conflict: 0, issue: 0 },
    });
    const { data } = await listChanges(caller(), looked.id, null);
    expect(data.map(({ key, cells }) => [key, cells.map(({ field, after }) => [field, after])])).toEqual([
      [["C02"], [["City", "Only below"]]],
      [["C02"], [["City", "Only below"]]],
    ]);
    expect(await view()).toMatchObject({ fields: before.fields, mappingVersion: before.mappingVersion });
    expect(await citiesOf(registry.notion)).toEqual(["", "", "", "", "", ""]);
    expect((await registry.run()).counts).toMatchObject({ update: 0, conflict: 0 });
  });
});

describe("a field that gets another column", () => {
  /** Name, which is merged, is mapped in Postgres to the column City: nothing there was ever agreed on. */
  async function nameToCity(from: keyof Companies["sides"]) {
    const { sides } = await view();
    const table = sides.find(({ kind }) => kind === "postgres");
    return {
      winners: { fields: { Name: registry.sides[from] } },
      sides: [
        {
          id: registry.sides.postgres,
          mappings: (table?.mappings ?? []).map((mapping) =>
            mapping.field === "Name" ? { ...mapping, sideField: "City" } : mapping,
          ),
        },
      ],
    };
  }

  test("is filled from what was agreed on, whatever stands there", async () => {
    await registry.table.edit("C01", "City", "Stale");
    await update(await nameToCity("notion"));
    await runApproved();
    expect((await citiesOf(registry.table)).slice(0, 2)).toEqual(["Company 1", "Company 2"]);
    expect((await registry.notion.rows())[0]?.Name).toBe("Company 1");
  });

  test("or fills the others, and empties none of them", async () => {
    await registry.table.edit("C01", "City", "Fresh");
    await update(await nameToCity("postgres"));
    await runApproved();
    expect((await registry.notion.rows()).map(({ Name }) => Name).slice(0, 2)).toEqual([
      "Fresh",
      "Company 2",
    ]);
    expect((await citiesOf(registry.table)).slice(0, 2)).toEqual(["Fresh", "Company 2"]);
    // Later edits are weighed as any others.
    await registry.notion.edit("C01", "Name", "Edited");
    expect((await registry.run()).counts).toMatchObject({ update: 2, conflict: 0 });
  });
});

describe("a field that is taken out", () => {
  test("leaves the sides' values as they are, and its open conflict behind", async () => {
    await update({ strategies: { Sector: { strategy: "manual", authority: null } } });
    await registry.notion.edit("C01", "Sector", "Energy");
    await registry.table.edit("C01", "Sector", "Software");
    await registry.run();
    const [open] = (await registry.conflicts()).data;
    expect(open).toMatchObject({ field: "Sector", resolved: false });
    await update({ fields: { remove: ["Sector"] } });
    expect((await view()).strategies).toEqual({});
    await runApproved();
    expect((await registry.notion.rows())[0]?.Sector).toBe("Energy");
    expect((await registry.table.rows())[0]?.Sector).toBe("Software");
    const [left] = (await registry.conflicts()).data;
    expect(left?.resolved ?? true).toBe(true);
    await expect(resolveConflict(caller(), open?.id ?? "", { value: "Food" })).rejects.toThrow();
  });

  test("and added again begins anew: what was agreed on before counts for nothing", async () => {
    await update({ fields: { remove: ["Staff"] } });
    await runApproved();
    await registry.table.edit("C01", "Staff", "77");
    const { sides } = await view();
    await update({
      fields: { add: [{ name: "Staff", type: "integer" }] },
      winners: { fields: { Staff: registry.sides.postgres } },
      sides: sides.map(({ id, mappings }) => ({
        id,
        mappings: [...mappings, { field: "Staff", sideField: "Staff", direction: "both" }],
      })),
    });
    expect((await view()).fields.at(-1)).toMatchObject({ name: "Staff", id: "staff_2" });
    await runApproved();
    expect((await registry.equal()).map(({ Staff }) => Staff)).toEqual(["77", "20", "30", "40", "50", "60"]);
  });
});

test("a new name is the field's alone: no run looks at anything anew", async () => {
  const { mappingVersion } = await view();
  await update({ fields: { rename: [{ field: "Name", name: "Title" }] }, mappingVersion });
  expect((await registry.run()).status).toBe("done");
  const after = await view();
  expect(after.fields.map(({ id, name }) => `${id} ${name}`)).toContain("name Title");
  await expect(update({ fields: { remove: ["Staff"] }, mappingVersion })).rejects.toMatchObject({
    kind: "stale",
  });
});

test.each<[string, object, string]>([
  ["part of the key", { remove: ["Code"] }, "/fields/remove/0"],
  ["no field", { remove: ["Nope"] }, "/fields/remove/0"],
  ["a name that is taken", { add: [{ name: "NAME", type: "text" }] }, "/fields/add/0/name"],
  ["a new name that is taken", { rename: [{ field: "Name", name: "code" }] }, "/fields/rename/0/name"],
  ["a relation to nowhere", { add: [{ name: "Owner", type: "relation" }] }, "/fields/add/0/target"],
])("%s cannot be changed so", async (_case, fields, path) => {
  const before = await view();
  await expect(update({ fields })).rejects.toMatchObject({ kind: "invalid-input", paths: [{ path }] });
  expect(await view()).toEqual(before);
});

test("a field that the filter asks for stays", async () => {
  await update({ filter: { all: [{ field: "Staff", is: "greater", value: 5 }] } });
  await expect(update({ fields: { remove: ["Staff"] } })).rejects.toMatchObject({
    paths: [{ path: "/fields/remove/0" }],
  });
});

test("edits of the moment between saving and the run are taken as any others", async () => {
  await registry.table.edit("C02", "City", "Only below");
  await update(await addCity("postgres"));
  await registry.notion.edit("C03", "Name", "Edited");
  await registry.table.remove("C06");
  await registry.sheet.add(company(9, { City: "New", Tags: "" }));
  expect((await runApproved()).status).toBe("done");
  const rows = await registry.equal();
  expect(rows.map(({ Code }) => Code)).toEqual(["C01", "C02", "C03", "C04", "C05", "C09"]);
  expect(rows[2]).toMatchObject({ Name: "Edited" });
  expect(rows.map(({ City }) => City)).toEqual(["", "Only below", "", "", "", "New"]);
});

test("a column that somebody adds on a side is proposed until it is seen", async () => {
  expect((await view()).newColumns).toEqual([]);
  await world.sql(`alter table mapped_${made} add column "Owner" text`);
  expect((await registry.run()).status).toBe("done");
  const side = registry.sides.postgres;
  expect((await view()).newColumns).toMatchObject([{ side, name: "Owner", native: "text" }]);
  const { recheck } = await revisions();
  await update({ sides: [{ id: side, seenColumns: true }] });
  expect((await view()).newColumns).toEqual([]);
  // Looking changes nothing of the rows.
  expect(await revisions()).toEqual({ recheck });
  await registry.run();
  expect((await view()).newColumns).toEqual([]);
});

const revisions = async () =>
  (
    await world.ours<{ recheck: number }>("select recheck from public.registry order by id desc limit 1")
  )[0] ?? { recheck: -1 };
