import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { getRun } from "../runs/browse-runs";
import { addDraftColumns } from "./add-draft-columns";
import { type AddDraftColumnsInput, addDraftColumnsInput } from "./draft-input";
import type { DraftView } from "./draft-view";
import { startDraft } from "./start-draft";
import { openWizard, shelf, type Wizard } from "./testing/wizard";
import { tryDraft } from "./try-draft";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** A draft whose table has no column for two fields that Notion has. */
async function lacking(): Promise<Wizard & { readonly draft: DraftView }> {
  const wizard = await openWizard(world, { notion: shelf(1, 3), postgres: [] });
  await world.sql(`alter table ${wizard.table} drop column title, drop column copies`);
  const draft = await wizard.ready();
  const [notion, table] = draft.body.sides;
  const columns = draft.looks.find(({ side }) => side === "s1")?.columns ?? [];
  const fields = [...draft.body.fields, ...FIELDS];
  const mappings = fields.map(({ ref, name }) => ({
    ...{ field: ref, direction: "both" },
    sideField: columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.id,
  }));
  return {
    ...wizard,
    draft: await wizard.change(draft, { fields, sides: [{ ...notion, mappings }, table] }),
  };
}

const FIELDS = [
  { ref: "f2", name: "Title", type: "text" },
  { ref: "f3", name: "Copies", type: "number" },
];

const add = (
  { caller }: Wizard,
  { id, revision }: DraftView,
  fields: readonly { readonly field: string; readonly name: string }[],
  more: Partial<AddDraftColumnsInput> = {},
): Promise<DraftView> =>
  addDraftColumns(caller, id, addDraftColumnsInput.parse({ revision, side: "s2", fields, ...more }));

const mappedOn = ({ body, looks }: DraftView, ref: string) => {
  const columns = looks.find(({ side }) => side === ref)?.columns ?? [];
  const nameOf = (id: string) => columns.find((column) => column.id === id)?.name;
  return body.sides
    .find((side) => side.ref === ref)
    ?.mappings.map(({ field, sideField, direction }) => [field, nameOf(sideField), direction]);
};

const BOTH = [
  { field: "f2", name: "Title" },
  { field: "f3", name: "Copies" },
];

test("what a table lacks is made there and mapped, once, and the first sync fills it", async () => {
  const wizard = await lacking();
  const { caller, draft, table, survey } = wizard;
  expect(mappedOn(draft, "s2")).toEqual([["f1", "code", "both"]]);
  const added = await add(wizard, draft, BOTH);
  expect(mappedOn(added, "s2")).toEqual([
    ["f1", "code", "both"],
    ["f2", "Title", "both"],
    ["f3", "Copies", "both"],
  ]);
  expect(added.revision).toBe(draft.revision + 1);
  expect(
    added.survey?.sides.find(({ side }) => side === "s2"),
    "new columns are read",
  ).toMatchObject({
    isStale: true,
  });
  const types = await world.sql<{ name: string; type: string }>(
    "select column_name as name, data_type as type from information_schema.columns where table_name = $1",
    [table],
  );
  expect(types.map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
    "Copies numeric",
    "Title text",
    "code text",
  ]);
  const read = await survey(added);
  const tried = await tryDraft(caller, draft.id, read);
  await world.carry(await getRun(caller, tried.runId));
  const { runId } = await startDraft(caller, draft.id, { revision: read.revision, as: "sync" });
  await world.carry(await getRun(caller, runId ?? ""));
  expect(await world.sql(`select "Title", "Copies"::int as copies from ${table} order by code`)).toEqual(
    shelf(1, 3).map(({ Title, Copies }) => ({ Title, copies: Copies })),
  );
});

test("a column of that name, in whatever case, is mapped and not made again; one that cannot carry it is let be", async () => {
  const wizard = await lacking();
  await world.sql(`alter table ${wizard.table} add column title text, add column "COPIES" date`);
  const added = await add(wizard, wizard.draft, BOTH);
  expect(mappedOn(added, "s2")).toEqual([
    ["f1", "code", "both"],
    ["f2", "title", "both"],
  ]);
  expect(added.looks.find(({ side }) => side === "s2")?.columns.map(({ name }) => name)).toEqual([
    "code",
    "title",
    "COPIES",
  ]);
});

test("a draft that is newer is not changed, and what it does not have is refused before anything is made", async () => {
  const wizard = await lacking();
  const { draft, change, table, caller } = wizard;
  const renamed = await change(draft, { name: "Other" });
  await expect(add(wizard, draft, BOTH)).rejects.toMatchObject({ kind: "stale" });
  const refused = (fields: typeof BOTH, more: object = {}) =>
    expect(add(wizard, renamed, fields, more)).rejects.toMatchObject({ kind: "invalid-input" });
  await refused(BOTH, { side: "s9" });
  await refused([...BOTH, { field: "f9", name: "Nothing" }]);
  const viewer = {
    ...wizard,
    caller: { ...caller, role: "viewer" as const, scopes: new Set(["read" as const]) },
  };
  await expect(add(viewer, renamed, BOTH)).rejects.toMatchObject({ kind: "forbidden" });
  const other = await world.addTenant("Other");
  await expect(add({ ...wizard, caller: other.caller }, renamed, BOTH)).rejects.toMatchObject({
    kind: "not-found",
  });
  const columns = await world.sql("select 1 from information_schema.columns where table_name = $1", [table]);
  expect(columns).toHaveLength(1);
});

test("a place that takes no column says why, and the draft stays as it was", async () => {
  const wizard = await lacking();
  const { draft, table } = wizard;
  await world.sql(`create view seen_${table} as select * from ${table}`);
  const [notion, side] = draft.body.sides;
  const location = { schema: "public", table: `seen_${table}` };
  const viewed = await wizard.change(draft, { sides: [notion, { ...side, location, mappings: [] }] });
  await expect(add(wizard, viewed, BOTH)).rejects.toMatchObject({
    kind: "invalid-input",
    message: expect.stringContaining("those of its query"),
  });
  const after = await wizard.change(viewed, {});
  expect(after).toMatchObject({ revision: viewed.revision });
  expect(mappedOn(after, "s2")).toEqual([]);
});
