import { afterAll, beforeAll, expect, test } from "vitest";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { createRegistry } from "@/lib/services/registries/create-registry";
import { createRegistryInput } from "@/lib/services/registries/registry-input";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let registry: Companies;
const ALL = companies(1, 60);

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, {
    sheet: ALL,
    settings: { brakes: { changedShare: 1 } },
    rowIds: true,
  });
  expect((await registry.run()).status).toBe("done");
});

afterAll(() => world.close());

const place = () => ({ spreadsheetId: registry.sheet.spreadsheetId, sheetId: registry.sheet.sheetId });
const idCells = () => {
  const column = registry.sheet.columnOf("ChittySync id");
  const { rows } = world.google<{ rows: string[][] }>("rows", { ...place(), limit: 1_000 });
  return rows.slice(1).map((row) => row[column] ?? "");
};
const NOTHING = { create: 0, update: 0, delete: 0 };
const settled = async () => {
  expect(await registry.run()).toMatchObject({ status: "done", counts: NOTHING });
  return registry.equal();
};

test("the choice is the sheet's alone, and no part of its location", async () => {
  const { sides } = await getRegistry(world.tenant.caller, registry.id);
  expect(sides.map(({ kind, rowIds }) => [kind, rowIds])).toEqual([
    ["notion", false],
    ["postgres", false],
    ["google-sheets", true],
  ]);
  expect(Object.keys(sides[2]?.location ?? {}).sort()).toEqual(["sheetId", "spreadsheetId", "title"]);
  const asked = sides
    .slice(0, 2)
    .map(({ connectionId, location }) => ({ connectionId, location, rowIds: true }));
  const input = createRegistryInput.parse({ name: "Others", key: ["Code"], sides: asked });
  await expect(createRegistry(world.tenant.caller, input)).rejects.toMatchObject({
    kind: "invalid-input",
    message: expect.stringContaining("Google Sheets alone"),
  });
});

test("rows that came from the sheet have their ids after the first run, and nothing is left to do", async () => {
  expect(new Set(idCells().filter((text) => text !== "")).size).toBe(60);
  world.google("reset-counts");
  expect(await settled()).toEqual(ALL);
  const { reads, writes } = world.google<{ reads: number; writes: number }>("counts");
  expect([reads <= 3, writes]).toEqual([true, 0]);
});

test("a key changed in the sheet is a rename on the other sides, beside sorted rows and a renamed header", async () => {
  const page = registry.notion.pageOf("C07");
  await registry.sheet.edit("C07", "City", "Elsewhere");
  await registry.sheet.edit("C07", "Code", "K07");
  world.google("sort", { ...place(), column: registry.sheet.columnOf("Name"), descending: true });
  world.google("rename-header", { ...place(), column: registry.sheet.columnOf("City"), name: "Ort" });
  expect(await registry.run()).toMatchObject({
    status: "done",
    counts: { create: 0, update: 2, delete: 0 },
  });
  world.google("rename-header", { ...place(), column: registry.sheet.columnOf("Ort"), name: "City" });
  expect(registry.notion.pageOf("K07")).toBe(page);
  expect(await settled()).toContainEqual(company(7, { Code: "K07", City: "Elsewhere" }));
});

test("a copied row whose key was changed is one new row", async () => {
  const to = registry.sheet.rowOf("C08") + 100;
  world.google("copy-paste-row", { ...place(), row: registry.sheet.rowOf("C08"), to });
  const at = { ...place(), row: to, column: registry.sheet.columnOf("Code") };
  world.google("edit-cell", { ...at, value: "N01" });
  expect(await registry.run()).toMatchObject({ status: "done", counts: { create: 2, update: 0, delete: 0 } });
  expect((await settled()).filter(({ Name }) => Name === "Company 8").map(({ Code }) => Code)).toEqual([
    ...["C08", "N01"],
  ]);
});

test("a sort without the ids stops the run and says how to mend it", async () => {
  world.google("sort", { ...place(), column: registry.sheet.columnOf("Code"), startColumn: 1 });
  await registry.notion.edit("C09", "Name", "Waits");
  const run = await registry.run();
  expect(run).toMatchObject({ status: "stopped", counts: { update: 0 } });
  expect(run.brakes).toMatchObject([
    { kind: "incomplete-read", message: expect.stringContaining("undo it") },
  ]);
});

test("the column of ids deleted: rows are found by their keys, nothing is deleted, and they get ids again", async () => {
  const copy = registry.sheet.rowOf("C11");
  world.google("delete-column", { ...place(), column: registry.sheet.columnOf("ChittySync id") });
  world.google("copy-paste-row", { ...place(), row: copy, to: copy + 200 });
  const run = await registry.run();
  expect(run).toMatchObject({ status: "done-with-issues", counts: { create: 0, update: 2, delete: 0 } });
  expect((await registry.notion.rows()).map(({ Code }) => Code)).toContain("C11");
  world.google("delete-rows", { ...place(), rows: [copy + 200] });
  expect((await registry.run()).counts).toMatchObject(NOTHING);
  expect(new Set(idCells().filter((text) => text !== "")).size).toBe(61);
  expect(await settled()).toContainEqual(company(9, { Name: "Waits" }));
});
