import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { createRegistry } from "@/lib/services/registries/create-registry";
import { createRegistryInput } from "@/lib/services/registries/registry-input";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { undoRun } from "@/lib/services/runs/undo-run";
import { publishSchema } from "@/lib/services/schemas/publish-schema";
import { saveDraft } from "@/lib/services/schemas/save-draft";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { type Gate, gateOf } from "./testing/gate";
import { openWorld, type World } from "./testing/world";

/**
 * One gate after the other over real sides: held with its number, nothing written while it is; rejected, it holds
 * again; approved, it is carried out and holds no more. What is lost on a side has a file of its own.
 */
let world: World;
let registry: Companies;
let gate: Gate;

const ROWS = 44;
/** More than half of them, and more than the floor of 20. */
const MOST = 30;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, ROWS) });
  await registry.run();
  gate = gateOf(world, registry);
});

afterAll(() => world.close());

const caller = () => world.tenant.caller;

beforeEach(() => {
  world.notion("reset-counts");
  world.google("reset-counts");
});

describe("is held for a person:", () => {
  test("most rows changed", async () => {
    await world.sql(`update companies set "City" = "City" || ' Town' where "Code" <= 'C${MOST}'`);
    const [brake] = (await gate.held("most-rows-changed")).brakes;
    expect(brake).toMatchObject({ value: MOST, limit: ROWS / 2, total: ROWS, severity: "hold" });
    await gate.decidedBothWays("most-rows-changed");
  });

  test("a column that got another type", async () => {
    await world.sql(`alter table companies alter column "Staff" type numeric`);
    const [brake] = (await gate.held("schema-change")).brakes;
    expect(brake).toMatchObject({ value: 1, limit: 0 });
    expect(brake?.message).toContain("Staff");
    await gate.decidedBothWays("schema-change");
  });

  test("an option that a side no longer has, and the rows that held it", async () => {
    world.notion("rename-option", {
      dataSourceId: registry.notion.dataSourceId,
      property: "Tags",
      option: "old",
      name: "elder",
    });
    const [brake] = (await gate.held("most-rows-changed", "schema-change")).brakes.slice(1);
    expect(brake?.message).toContain("old");
    await gate.decidedBothWays("most-rows-changed", "schema-change");
    expect((await registry.equal())[0]?.Tags).toBe("elder, green");
  });

  test("a mapping that goes another way", async () => {
    const [notion] = (await getRegistry(caller(), registry.id)).sides.filter(({ kind }) => kind === "notion");
    const mappings = (notion?.mappings ?? []).map(({ field, sideField, direction }) => ({
      field,
      sideField,
      direction: field === "City" ? ("in" as const) : (direction as "both"),
    }));
    await updateRegistry(caller(), registry.id, { sides: [{ id: notion?.id ?? "", mappings }] });
    const [brake] = (await gate.held("setting-change")).brakes;
    expect(brake?.message).toContain("City");
    await gate.decidedBothWays("setting-change");
  });

  test("another filter, with what it leaves out", async () => {
    await updateRegistry(caller(), registry.id, {
      filter: { all: [{ field: "Code", is: "not-equal", value: "C44" }] },
    });
    await gate.decidedBothWays("setting-change");
    expect((await getRegistry(caller(), registry.id)).rows).toBe(ROWS - 1);
    await updateRegistry(caller(), registry.id, { filter: null });
    expect((await gate.decided(await gate.held("setting-change"), "approve")).status).toBe("done");
    expect((await getRegistry(caller(), registry.id)).rows).toBe(ROWS);
  });

  test("a field whose changes need an approval", async () => {
    await updateRegistry(caller(), registry.id, { access: { Staff: { approval: true } } });
    await registry.sheet.edit("C01", "Name", "Free to change");
    expect((await registry.run()).brakes).toEqual([]);
    await registry.sheet.edit("C01", "Staff", "11");
    await registry.notion.edit("C02", "Staff", "21");
    const [brake] = (await gate.held("approval-required")).brakes;
    expect(brake).toMatchObject({ value: 2, limit: 0 });
    expect(brake?.message).toContain("Staff");
    await gate.decidedBothWays("approval-required");
    await updateRegistry(caller(), registry.id, { access: {} });
  });

  test("a key that was changed where records have no id", async () => {
    await registry.table.edit("C40", "Code", "K40");
    const [brake] = (await gate.held("renames")).brakes;
    expect(brake).toMatchObject({ value: 1, limit: 0, total: ROWS });
    await gate.decidedBothWays("renames");
    expect((await registry.equal()).map(({ Code }) => Code)).toContain("K40");
  });

  test("more rows that break a rule than pass by themselves", async () => {
    await saveDraft(caller(), registry.id, { properties: { Staff: { minimum: 0 } } });
    await publishSchema(caller(), registry.id, {});
    expect((await registry.run()).brakes).toEqual([]);
    await world.sql(`update companies set "Staff" = -1 where "Code" between 'C10' and 'C15'`);
    const held = await gate.held("validation-errors");
    expect(held.brakes[0]).toMatchObject({ value: 6, limit: 5, total: ROWS });
    expect((await gate.decided(held, "reject")).status).toBe("stopped");
    expect((await gate.decided(await gate.held("validation-errors"), "approve")).status).toBe(
      "done-with-issues",
    );
    expect(await registry.run()).toMatchObject({ brakes: [], counts: { update: 0 } });
    expect((await registry.notion.rows()).every(({ Staff }) => Number(Staff) >= 0)).toBe(true);
    await world.sql(`update companies set "Staff" = 7 where "Staff" = -1`);
    expect((await registry.run()).status).toBe("done");
  });

  test("an undo, always", async () => {
    await registry.table.edit("C05", "Name", "To be undone");
    const done = await registry.run();
    const undo = await world.carry(await undoRun(caller(), done.id));
    expect(undo).toMatchObject({ status: "held", kind: "undo" });
    expect(undo.brakes.map(({ kind }) => kind)).toEqual(["preview"]);
    expect((await registry.table.rows()).find(({ Code }) => Code === "C05")?.Name).toBe("To be undone");
    expect((await gate.decided(undo, "approve")).status).toBe("done");
    expect((await registry.equal()).find(({ Code }) => Code === "C05")?.Name).toBe("Company 5");
  });

  test("relations that would be left without their row", async () => {
    const people = await pointingAt(registry.id);
    await registry.table.remove("C07");
    const [brake] = (await gate.held("orphans")).brakes;
    expect(brake).toMatchObject({ value: 1, limit: 0 });
    expect((await gate.decided(await gate.held("orphans"), "reject")).status).toBe("stopped");
    await world.sql(`update ${people} set company = null`);
    await world.run(peopleId);
    expect((await registry.run()).brakes).toEqual([]);
    expect((await registry.equal()).map(({ Code }) => Code)).not.toContain("C07");
  });
});

describe("goes through where the registry allows it:", () => {
  test("a changed type, and an orphan", async () => {
    await updateRegistry(caller(), registry.id, { brakes: { schemaChange: "allow", orphans: "allow" } });
    await world.sql(`alter table companies alter column "Staff" type bigint`);
    await registry.table.edit("C08", "Name", "Goes on");
    expect(await registry.run()).toMatchObject({ status: "done", brakes: [] });
    expect((await registry.equal()).find(({ Code }) => Code === "C08")).toEqual(
      company(8, { Name: "Goes on", City: "Lisbon Town", Tags: "" }),
    );
  });
});

let peopleId = "";

/** A registry of people whose relation points at the company C07; answers with its table. */
async function pointingAt(target: string): Promise<string> {
  for (const table of ["people", "people_copy"])
    await world.sql(`create table ${table} (name text primary key, company text)`);
  await world.sql("insert into people values ('Ada', 'C07')");
  const side = (table: string) => ({
    connectionId: world.tenant.connections.postgres,
    location: { schema: "public", table },
  });
  const made = await createRegistry(
    caller(),
    createRegistryInput.parse({
      name: "People",
      key: ["name"],
      schedule: "manual",
      fields: [
        { name: "name", type: "text" },
        { name: "company", type: "relation", target },
      ],
      sides: [side("people"), side("people_copy")],
    }),
  );
  peopleId = made.id;
  expect((await world.run(made.id)).status).toBe("done");
  return "people";
}
