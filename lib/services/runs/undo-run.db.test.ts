import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import { type Companies, companies, company, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { pauseRegistry, resumeRegistry } from "../registries/browse-registries";
import { restoreRegistry } from "../registries/restore-registry";
import { updateRegistry } from "../registries/update-registry";
import { approveRun, rejectRun } from "./decide-run";
import type { RunView } from "./run-view";
import { undoRun } from "./undo-run";

let world: World;
let registry: Companies;
let owner: Caller;

beforeAll(async () => {
  world = await openWorld();
  owner = world.tenant.caller;
  registry = await makeCompanies(world, { notion: companies(1, 30) });
  await registry.run();
});

afterAll(() => world.close());

beforeEach(() => world.ours("update rows.row_version set at = at - interval '2 days' where cells is null"));

const cellOf = async (code: string, column: keyof ReturnType<typeof company>) =>
  (await registry.equal()).find(({ Code }) => Code === code)?.[column];

const codes = async () => (await registry.equal()).map(({ Code }) => Code);

async function approved(run: RunView): Promise<RunView> {
  await approveRun(owner, run.id, { planHash: run.planHash ?? "" });
  return world.carry(run);
}

/** Held with its preview first, whatever it would write; nothing is written before somebody agrees. */
async function previewed(asked: RunView): Promise<RunView> {
  for (const provider of [world.notion, world.google]) provider("reset-counts");
  const held = await world.carry(asked);
  expect(held.status).toBe("held");
  expect(held.brakes.map(({ kind }) => kind)).toContain("preview");
  for (const provider of [world.notion, world.google])
    expect(provider<{ writes: number }>("counts").writes).toBe(0);
  return held;
}

const undone = async (run: RunView): Promise<RunView> =>
  approved(await previewed(await undoRun(owner, run.id)));

const isQuiet = async () =>
  expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0, conflict: 0 });

describe("an undone run's updates", () => {
  test("go back on every side, the one that made the edit too", async () => {
    await registry.sheet.edit("C01", "City", "Mistake");
    const run = await registry.run();
    const undo = await undone(run);
    expect(undo).toMatchObject({
      kind: "undo",
      status: "done",
      request: { kind: "undo", runId: run.id },
      counts: { update: 3, create: 0, delete: 0 },
    });
    expect(await cellOf("C01", "City")).toBe("Oslo");
    await isQuiet();
  });

  test("are left where the cell was edited since, and an issue says so; the others go back", async () => {
    await registry.sheet.edit("C02", "City", "Mistake");
    await registry.sheet.edit("C03", "City", "Mistake");
    const run = await registry.run();
    await registry.notion.edit("C02", "City", "Corrected by hand");
    const undo = await undone(run);
    expect(undo.status).toBe("done-with-issues");
    expect(await cellOf("C02", "City")).toBe("Corrected by hand");
    expect(await cellOf("C03", "City")).toBe("Oslo");
    expect(await registry.issues()).toMatchObject([
      { reason: "order-overtaken", field: "City", subjects: ['["C02"]'] },
    ]);
    await isQuiet();
    expect(await registry.issues()).toEqual([]);
  });

  test("leave the row's other cells as they were edited since", async () => {
    await registry.sheet.edit("C04", "City", "Mistake");
    const run = await registry.run();
    await registry.table.edit("C04", "Name", "Kept");
    await registry.run();
    await undone(run);
    expect(await cellOf("C04", "City")).toBe("Lisbon");
    expect(await cellOf("C04", "Name")).toBe("Kept");
  });
});

describe("an undone run's creates", () => {
  test("are removed where it made them; the record they came from stays and is not taken up again", async () => {
    await registry.sheet.add(company(51));
    const run = await registry.run();
    expect(run.counts).toMatchObject({ create: 2 });
    const undo = await undone(run);
    expect(undo).toMatchObject({ status: "done", counts: { delete: 2, create: 0, update: 0 } });
    const has = async (place: { rows(): Promise<{ Code: string }[]> }) =>
      (await place.rows()).some(({ Code }) => Code === "C51");
    expect([await has(registry.notion), await has(registry.table), await has(registry.sheet)]).toEqual([
      false,
      false,
      true,
    ]);
    await isQuiet();
    await registry.sheet.edit("C51", "City", "Still mine");
    await isQuiet();

    const back = await undone(undo);
    expect(back).toMatchObject({ status: "done", counts: { create: 2, delete: 0 } });
    expect(await cellOf("C51", "City")).toBe("Oslo");
    await registry.sheet.edit("C51", "City", "Taken up");
    await registry.run();
    expect(await cellOf("C51", "City")).toBe("Taken up");
    expect(await world.ours("select from rows.exclusion")).toEqual([]);
    await registry.sheet.remove("C51");
    await registry.run();
  });

  test("stay if the row was edited since, and an issue says so", async () => {
    await registry.sheet.add(company(52));
    const run = await registry.run();
    await registry.table.edit("C52", "City", "Used");
    const undo = await world.carry(await undoRun(owner, run.id));
    // The edit itself is still to be carried to the others.
    expect(undo).toMatchObject({ status: "held", counts: { delete: 0, update: 2 } });
    await approved(undo);
    expect(await cellOf("C52", "City")).toBe("Used");
    expect(await registry.issues()).toMatchObject([{ reason: "order-overtaken", field: "City" }]);
    await registry.sheet.remove("C52");
    await registry.run();
    await isQuiet();
  });

  test("do not keep out what a person deleted meanwhile in the same run", async () => {
    await registry.sheet.add(company(53));
    const run = await registry.run();
    await registry.table.remove("C05");
    await undone(run);
    await registry.sheet.remove("C53");
    await registry.table.add(company(5));
    expect((await registry.run()).counts).toMatchObject({ create: 2, delete: 0 });
    expect(await codes()).toContain("C05");
  });
});

describe("an undo of creates in a registry with a filter", () => {
  test("does not keep out a row that leaves the filter in the same run", async () => {
    const own = await makeCompanies(world, {
      ...{ name: "Filtered", table: "filtered", notion: companies(1, 6) },
      settings: { filter: { all: [{ field: "Sector", is: "not-equal", value: "Food" }] }, leaving: "delete" },
    });
    await own.run();
    await own.sheet.add(company(8));
    await own.sheet.edit("C02", "Name", "Mistake");
    const run = await own.run();
    await own.sheet.edit("C02", "Sector", "Food");
    await approved(await world.carry(await undoRun(owner, run.id)));
    expect((await own.registryRows()).data.map(({ key }) => key[0])).not.toContain("C02");
    await own.sheet.edit("C02", "Sector", "Software");
    await own.run();
    expect((await own.registryRows()).data.map(({ key }) => key[0])).toContain("C02");
  });
});

describe("an undone first sync", () => {
  test("takes away what it created, and leaves rows that it only found to be the same", async () => {
    const same = companies(1, 2);
    const own = await makeCompanies(world, {
      ...{ name: "First", table: "first", notion: companies(1, 3), postgres: same, sheet: same },
    });
    const undo = await approved(await world.carry(await undoRun(owner, (await own.run()).id)));
    expect(undo).toMatchObject({ status: "done", counts: { delete: 2, create: 0, update: 0 } });
    expect((await own.registryRows()).data.map(({ key }) => key[0])).toEqual(["C01", "C02"]);
    expect(await own.notion.rows()).toEqual(companies(1, 3));
    expect(await own.table.rows()).toEqual(same);
    await own.sheet.edit("C01", "City", "Still synced");
    expect((await own.run()).counts).toMatchObject({ update: 2, create: 0, delete: 0 });
  });
});

describe("an undone run's deletes", () => {
  test("come back everywhere with the cells they had", async () => {
    await registry.table.remove("C06", "C07");
    const run = await registry.run();
    expect(await codes()).not.toContain("C06");
    const undo = await undone(run);
    expect(undo).toMatchObject({ status: "done", counts: { create: 6, update: 0, delete: 0 } });
    const rows = await registry.equal();
    expect(rows.find(({ Code }) => Code === "C06")).toEqual(company(6));
    expect(rows.find(({ Code }) => Code === "C07")).toEqual(company(7));
    await isQuiet();
  });

  test("take in what a person has made again by hand: nothing is there twice", async () => {
    await registry.table.remove("C08", "C09");
    const run = await registry.run();
    await registry.notion.add(company(8, { City: "By hand" }));
    await undone(run);
    expect((await codes()).filter((code) => code === "C08")).toHaveLength(1);
    expect(await cellOf("C08", "City")).toBe("Lisbon");
    await isQuiet();
  });

  test("that have come back do not count in the rolling day", async () => {
    await registry.table.remove("C10", "C11", "C12", "C13");
    await undone(await registry.run());
    await registry.table.remove("C14", "C15");
    expect((await registry.run()).status).toBe("done");
    expect(await codes()).not.toContain("C14");
  });
});

describe("an undo", () => {
  test("that is rejected writes nothing, and one with nothing left to write is not held", async () => {
    await registry.sheet.edit("C16", "City", "Twice");
    const run = await registry.run();
    const held = await previewed(await undoRun(owner, run.id));
    await rejectRun(owner, held.id);
    await world.carry(held);
    expect(await cellOf("C16", "City")).toBe("Twice");
    for (const place of [registry.notion, registry.table, registry.sheet])
      await place.edit("C16", "City", "Else");
    const undo = await world.carry(await undoRun(owner, run.id));
    expect(undo).toMatchObject({ status: "done-with-issues", counts: { update: 0 }, brakes: [] });
    await registry.run();
  });

  test("asked for twice before it begins is one run", async () => {
    await registry.sheet.edit("C17", "City", "Mistake");
    const run = await registry.run();
    const first = await undoRun(owner, run.id);
    expect((await undoRun(owner, run.id)).id).toBe(first.id);
    const held = await world.carry(first);
    await rejectRun(owner, held.id);
    await world.carry(held);
  });

  test("of an undo brings the change back", async () => {
    await registry.sheet.edit("C18", "City", "Wanted");
    const undo = await undone(await registry.run());
    expect(await cellOf("C18", "City")).toBe("Lisbon");
    await undone(undo);
    expect(await cellOf("C18", "City")).toBe("Wanted");
  });

  test("is refused for what wrote nothing, for what is not over, and where nothing may be written", async () => {
    const dry = await world.run(registry.id, { kind: "dry-run" });
    await expect(undoRun(owner, dry.id)).rejects.toMatchObject({ kind: "stale" });
    const quiet = await registry.run();
    await expect(undoRun(owner, quiet.id)).rejects.toMatchObject({ kind: "invalid-input" });
    await registry.sheet.edit("C19", "City", "Something");
    const run = await registry.run();
    await expect(undoRun({ ...owner, role: "approver" }, run.id)).rejects.toMatchObject({
      kind: "forbidden",
    });
    await pauseRegistry(owner, registry.id);
    await expect(undoRun(owner, run.id)).rejects.toMatchObject({ kind: "stale" });
    await resumeRegistry(owner, registry.id);
    await updateRegistry(owner, registry.id, { mode: "shadow" });
    await expect(undoRun(owner, run.id)).rejects.toMatchObject({ kind: "stale" });
    await updateRegistry(owner, registry.id, { mode: "bidirectional" });
    const held = await registry.run();
    if (held.status === "held") await approved(held);
    const other = await world.addTenant("Grace");
    await expect(undoRun(other.caller, run.id)).rejects.toMatchObject({ kind: "not-found" });
    await expect(
      restoreRegistry(other.caller, registry.id, { at: new Date(Date.now() - 1).toISOString() }),
    ).rejects.toMatchObject({ kind: "not-found" });
  });
});

describe("a registry brought back to a moment", () => {
  test("has its rows as they were, deleted ones too; rows that were added since stay", async () => {
    const before = await registry.equal();
    const [now] = await world.ours<{ at: Date }>("select clock_timestamp() as at");
    await registry.sheet.edit("C20", "City", "Later");
    await registry.run();
    await registry.notion.edit("C20", "Name", "Later still");
    await registry.notion.edit("C21", "City", "Later");
    await registry.table.remove("C22");
    await registry.sheet.add(company(60));
    await registry.run();
    const at = now?.at.toISOString() ?? "";
    const asked = await restoreRegistry(owner, registry.id, { at });
    expect(asked).toMatchObject({ kind: "restore", request: { kind: "restore-at", at } });
    const restored = await approved(await previewed(asked));
    expect(restored).toMatchObject({ status: "done", counts: { create: 3, delete: 0 } });
    expect(await registry.equal()).toEqual([...before, company(60)]);
    await isQuiet();
  });

  test("is not given what no run has taken in yet: an edit and an emptied cell are put back where they were made", async () => {
    const before = await registry.equal();
    const [now] = await world.ours<{ at: Date }>("select clock_timestamp() as at");
    await registry.notion.edit("C23", "Name", "Agreed on later");
    await registry.run();
    await registry.sheet.edit("C23", "City", "Slipped in");
    await registry.sheet.edit("C24", "City", "");
    await registry.table.edit("C25", "City", "Slipped in");
    const at = now?.at.toISOString() ?? "";
    const asked = await previewed(await restoreRegistry(owner, registry.id, { at }));
    expect((await approved(asked)).counts).toMatchObject({ create: 0, update: 5, delete: 0 });
    expect(await registry.equal()).toEqual(before);
    await isQuiet();
  });

  test("needs a moment in its past", async () => {
    for (const at of [new Date(Date.now() + 60_000).toISOString(), "2020-01-01T00:00:00Z"])
      await expect(restoreRegistry(owner, registry.id, { at })).rejects.toMatchObject({
        kind: "invalid-input",
        paths: [{ path: "/at" }],
      });
  });
});
