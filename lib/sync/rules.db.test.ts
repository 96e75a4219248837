import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listIssueRows } from "@/lib/services/issues/list-issue-rows";
import { listIssues } from "@/lib/services/issues/list-issues";
import { createOptionSet } from "@/lib/services/option-sets/change-option-sets";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { approveRun } from "@/lib/services/runs/decide-run";
import { undoRun } from "@/lib/services/runs/undo-run";
import { publishSchema } from "@/lib/services/schemas/publish-schema";
import { saveDraft } from "@/lib/services/schemas/save-draft";
import {
  type Companies,
  type CompaniesOptions,
  companies,
  company,
  makeCompanies,
} from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let made = 0;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

/** A registry of its own, synced, with this schema in force and every row held against it. */
async function governed(
  document: object | null,
  options: Partial<CompaniesOptions> = {},
): Promise<Companies> {
  made += 1;
  const place = { name: `Companies ${made}`, table: `companies_${made}` };
  const registry = await makeCompanies(world, { ...place, notion: companies(1, 8), ...options });
  await registry.run();
  if (document) await publish(registry, document);
  expect((await registry.run()).status).toBe("done");
  return registry;
}

async function publish({ id }: Companies, document: object): Promise<void> {
  await saveDraft(world.tenant.caller, id, document);
  await publishSchema(world.tenant.caller, id, {});
}

const rowOf = (rows: readonly { Code: string }[], code: string) => rows.find(({ Code }) => Code === code);

const staffFrom0 = { properties: { Staff: { minimum: 0 } } };

describe("an edit that breaks a rule", () => {
  test("is set aside and said; the row's other edits go on, and nothing is written over it", async () => {
    const registry = await governed(staffFrom0);
    await registry.sheet.edit("C01", "Staff", "-5");
    await registry.table.edit("C01", "City", "Arrives");
    expect(await registry.run()).toMatchObject({ status: "done-with-issues", counts: { update: 2 } });
    expect(rowOf(await registry.notion.rows(), "C01")).toEqual(company(1, { City: "Arrives" }));
    expect(rowOf(await registry.table.rows(), "C01")).toEqual(company(1, { City: "Arrives" }));
    const inSheet = company(1, { City: "Arrives", Staff: "-5" });
    expect(rowOf(await registry.sheet.rows(), "C01")).toEqual(inSheet);
    const group = { side: registry.sides.google, field: "Staff", reason: "rule:range" };
    expect(await registry.issues()).toMatchObject([
      { ...group, message: "Staff must be at least 0.", severity: "error", rows: 1 },
    ]);
    const { caller } = world.tenant;
    const rows = await listIssueRows(caller, registry.id, { ...group, cursor: null });
    expect(rows.data).toMatchObject([
      { key: ["C01"], records: [{ cells: { Staff: "-5" } }], agreed: { Staff: "10" } },
    ]);
    // Nothing moves while it stays so, and the row does not pass for equal.
    const again = await registry.run();
    expect(again.counts).toMatchObject({ create: 0, update: 0, delete: 0 });
    expect(again.counts.verified).toBe((again.counts.rows ?? 0) - 1);
    expect(rowOf(await registry.sheet.rows(), "C01")).toEqual(inSheet);
    await registry.sheet.edit("C01", "Staff", "15");
    expect((await registry.run()).status).toBe("done");
    expect(await registry.issues()).toEqual([]);
    expect(await world.ours("select records from rows.issue where not open and field <> ''")).toEqual([
      { records: null },
    ]);
    expect(rowOf(await registry.equal(), "C01")).toEqual(company(1, { City: "Arrives", Staff: "15" }));
  });

  test("loses to a valid edit of another side, however late it was made, and is kept", async () => {
    const registry = await governed(staffFrom0);
    await registry.table.edit("C02", "Staff", "77");
    // Notion tells whole minutes: a full one later than all that the table's edit may be.
    world.advance(120_000);
    await registry.notion.edit("C02", "Staff", "-5");
    await registry.run();
    expect(rowOf(await registry.equal(), "C02")).toMatchObject({ Staff: "77" });
    expect((await registry.conflicts()).data).toMatchObject([
      {
        key: ["C02"],
        field: "Staff",
        decidedBy: "validation",
        winner: "77",
        candidates: expect.arrayContaining([
          expect.objectContaining({ side: registry.sides.notion, value: "-5" }),
        ]),
      },
    ]);
    expect((await registry.run()).status).toBe("done");
    expect(await registry.issues()).toEqual([]);
  });

  test("in a new row keeps that row out until it is mended", async () => {
    const registry = await governed({ ...staffFrom0, required: ["City"] });
    await registry.notion.add(company(50, { Staff: "-1" }), company(51, { City: "" }), company(52));
    expect((await registry.run()).status).toBe("done-with-issues");
    expect((await registry.table.rows()).map(({ Code }) => Code).slice(-2)).toEqual(["C08", "C52"]);
    expect((await registry.issues()).map(({ reason, subjects }) => [reason, subjects])).toEqual([
      ["rule:range", ['["C50"]']],
      ["rule:required", ['["C51"]']],
    ]);
    await registry.notion.edit("C50", "Staff", "1");
    await registry.notion.edit("C51", "City", "Porto");
    expect((await registry.run()).status).toBe("done");
    expect(rowOf(await registry.equal(), "C50")).toEqual(company(50, { Staff: "1" }));
    expect(await registry.issues()).toEqual([]);
  });

  test("that is put aside counts no more, until what is said of it changes", async () => {
    const registry = await governed({ properties: { Staff: { minimum: 0, maximum: 1000 } } });
    await registry.sheet.edit("C01", "Staff", "-5");
    await registry.run();
    await world.ours("update rows.issue set skipped = true where open");
    const skipped = await registry.run();
    expect(skipped.counts.issue).toBe(0);
    expect(await registry.issues()).toMatchObject([{ rows: 1, skipped: 1 }]);
    await registry.sheet.edit("C01", "Staff", "5000");
    expect((await registry.run()).counts.issue).toBe(1);
    expect(await registry.issues()).toMatchObject([{ rows: 1, skipped: 0 }]);
  });
});

describe("a rule", () => {
  test("that is published later only reports what breaks it already", async () => {
    const registry = await governed(null);
    await publish(registry, { properties: { Staff: { maximum: 75 } } });
    const run = await registry.run();
    expect(run).toMatchObject({ status: "done-with-issues", counts: { create: 0, update: 0, delete: 0 } });
    expect(await registry.issues()).toMatchObject([
      { field: "Staff", reason: "rule:range", subjects: ['["C08"]'] },
    ]);
    await registry.equal();
    await registry.table.edit("C08", "City", "Goes on");
    await registry.run();
    expect(rowOf(await registry.equal(), "C08")).toEqual(company(8, { City: "Goes on" }));
    await publish(registry, {});
    expect((await registry.run()).status).toBe("done");
    expect(await registry.issues()).toEqual([]);
  });

  test("with the severity warning reports and holds nothing back", async () => {
    const registry = await governed({ properties: { Staff: { minimum: 0, "x-severity": "warning" } } });
    await registry.sheet.edit("C03", "Staff", "-5");
    expect((await registry.run()).status).toBe("done");
    expect(rowOf(await registry.equal(), "C03")).toMatchObject({ Staff: "-5" });
    expect(await registry.issues()).toMatchObject([{ reason: "rule:range", severity: "warning", rows: 1 }]);
    const { state } = await getRegistry(world.tenant.caller, registry.id);
    expect(state).toBe("up-to-date");
  });

  test("of a lifecycle: only allowed steps are taken", async () => {
    const transitions = { Energy: ["Food"], Food: ["Software"], Software: [] };
    const registry = await governed({ properties: { Sector: { "x-lifecycle": { transitions } } } });
    await registry.sheet.edit("C01", "Sector", "Software");
    await registry.table.edit("C02", "Sector", "Energy");
    expect((await registry.run()).status).toBe("done-with-issues");
    expect(await registry.issues()).toMatchObject([
      {
        reason: "rule:lifecycle",
        side: registry.sides.postgres,
        message: expect.stringContaining("may not go from Software to Energy"),
      },
    ]);
    expect(rowOf(await registry.notion.rows(), "C01")).toMatchObject({ Sector: "Software" });
    expect(rowOf(await registry.notion.rows(), "C02")).toMatchObject({ Sector: "Software" });
    await registry.table.edit("C02", "Sector", "Software");
    expect((await registry.run()).status).toBe("done");
  });

  test("of a lifecycle: what existed before may be anywhere in it, and an undo goes back", async () => {
    const lifecycle = {
      initial: ["Energy"],
      transitions: { Energy: ["Food"], Food: ["Software"], Software: [] },
    };
    made += 1;
    const place = { name: `Companies ${made}`, table: `companies_${made}` };
    const registry = await makeCompanies(world, { ...place, notion: companies(1, 8) });
    await publish(registry, { properties: { Sector: { "x-lifecycle": lifecycle } } });
    expect(await registry.run()).toMatchObject({ status: "done", counts: { rows: 8, verified: 8 } });

    await registry.sheet.add(company(20, { Sector: "Software" }));
    expect((await registry.run()).status).toBe("done-with-issues");
    expect(rowOf(await registry.notion.rows(), "C20")).toBeUndefined();
    await registry.sheet.remove("C20");

    await registry.sheet.edit("C01", "Sector", "Software");
    const done = await registry.run();
    const undo = await world.carry(await undoRun(world.tenant.caller, done.id));
    await approveRun(world.tenant.caller, undo.id, { planHash: undo.planHash ?? "" });
    expect((await world.carry(undo)).status).toBe("done");
    expect(rowOf(await registry.equal(), "C01")).toMatchObject({ Sector: "Food" });
  });

  test("that is a formula: the edit that breaks it is set aside, with the rule's own words", async () => {
    const message = "A company's name must not be its city: write the company's name.";
    const rule = {
      id: "own-name",
      kind: "formula",
      expression: "row.name != row.city",
      message,
      severity: "error",
    };
    const registry = await governed({ "x-rules": [rule] });
    await registry.sheet.edit("C04", "Name", "Lisbon");
    await registry.sheet.edit("C04", "Staff", "44");
    expect((await registry.run()).status).toBe("done-with-issues");
    expect(await registry.issues()).toMatchObject([{ reason: "rule:own-name", message }]);
    expect(rowOf(await registry.table.rows(), "C04")).toEqual(company(4, { Staff: "44" }));
    await registry.sheet.edit("C04", "Name", "Lisbon & Sons");
    expect((await registry.run()).status).toBe("done");
    await registry.equal();
  });

  test("of the organization's own is published under plans that have such rules; in force, it goes on under any", async () => {
    const registry = await makeCompanies(world, { name: "Plans", table: "plans" });
    const rule = (id: string) => ({
      ...{ id, kind: "pattern", severity: "error", field: "Name", pattern: "^[A-Z]" },
      message: "A name begins with a capital.",
    });
    const plan = (name: string) => world.ours("update public.organization set plan = $1", [name]);
    await plan("starter");
    const refused = publish(registry, { "x-rules": [rule("capital")] });
    await expect(refused).rejects.toMatchObject({ kind: "limit-reached", paths: [{ path: "/x-rules" }] });
    await plan("professional");
    await publish(registry, { "x-rules": [rule("capital")] });
    await plan("starter");
    await publish(registry, { "x-rules": [rule("capital")], ...staffFrom0 });
    await expect(publish(registry, { "x-rules": [rule("capital"), rule("another")] })).rejects.toMatchObject({
      message: expect.stringContaining("such as another"),
    });
    await plan("enterprise");
  });

  test("of options that another registry keeps: they change with its rows", async () => {
    const cities = await governed(null, {
      notion: [company(1, { Name: "Oslo" }), company(2, { Name: "Lisbon" })],
    });
    const { caller } = world.tenant;
    const source = { registryId: cities.id, field: "Name" };
    const set = await createOptionSet(caller, { name: "Cities", source });
    expect(set.options).toEqual(["Lisbon", "Oslo"]);
    const registry = await governed({ properties: { City: { "x-options": set.id } } });
    await registry.table.edit("C05", "City", "Rome");
    await registry.run();
    expect(await registry.issues()).toMatchObject([{ field: "City", reason: "rule:options", rows: 1 }]);
    expect(rowOf(await registry.notion.rows(), "C05")).toMatchObject({ City: "Oslo" });

    await cities.notion.add(company(3, { Name: "Rome" }));
    await cities.run();
    expect((await registry.run()).status).toBe("done");
    expect(rowOf(await registry.equal(), "C05")).toMatchObject({ City: "Rome" });

    // Taken away again: rows that nobody touched are looked at all the same, and keep what they have.
    await cities.notion.remove("C03");
    await cities.run();
    expect((await registry.run()).status).toBe("done-with-issues");
    expect((await listIssues(caller, registry.id)).data).toMatchObject([
      { reason: "rule:options", subjects: ['["C05"]'] },
    ]);
    expect(rowOf(await registry.equal(), "C05")).toMatchObject({ City: "Rome" });
  });
});

describe("the brake on validation errors", () => {
  const held = (run: { readonly brakes: readonly { readonly kind: string }[] }) =>
    run.brakes.map(({ kind }) => kind);

  test("holds more newly invalid rows than its floor, once: approved, the same rows hold nothing again", async () => {
    const registry = await governed(staffFrom0, { notion: companies(1, 20) });
    for (const row of companies(1, 5)) await registry.table.edit(row.Code, "Staff", "-1");
    expect(held(await registry.run())).toEqual([]);
    for (const row of companies(6, 11)) await registry.table.edit(row.Code, "Staff", "-1");
    const run = await registry.run();
    expect(run).toMatchObject({
      status: "held",
      brakes: [{ kind: "validation-errors", value: 6, limit: 5 }],
    });
    await approveRun(world.tenant.caller, run.id, { planHash: run.planHash ?? "" });
    expect((await world.carry(run)).status).toBe("done-with-issues");
    for (const row of companies(12, 16)) await registry.table.edit(row.Code, "Staff", "-1");
    expect(await registry.run()).toMatchObject({ status: "done-with-issues", brakes: [] });
    expect((await registry.issues())[0]).toMatchObject({ rows: 16 });
    expect((await registry.notion.rows()).every(({ Staff }) => Number(Staff) >= 0)).toBe(true);
  });

  test("counts what a new schema finds, before anything is written under it", async () => {
    const registry = await governed(null);
    await publish(registry, { properties: { Staff: { maximum: 15 } } });
    await registry.sheet.edit("C01", "City", "Waits");
    const run = await registry.run();
    expect(run).toMatchObject({ status: "held", brakes: [{ kind: "validation-errors", value: 7 }] });
    expect(rowOf(await registry.notion.rows(), "C01")).toMatchObject({ City: "Oslo" });
  });
});
