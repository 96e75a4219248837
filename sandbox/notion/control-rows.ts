import { arrayAt, isObject, type JsonObject, objectAt } from "./body-check";
import { namedPages, namedSource } from "./control-access";
import { namedProperty } from "./control-schema";
import { minuteText } from "./date-value";
import type { Command } from "./desk";
import { invalid } from "./failure";
import { parseId } from "./identifier";
import { blankRow } from "./page-write";
import { cellText, enterValue } from "./plain-value";
import type { DataSourceRecord, PageRecord, PropertyRecord, StoredValue } from "./record";
import { applyMirror } from "./relation";
import { trashStamp } from "./trash";
import { savePage, type World } from "./world";

/** Rows, as a person types them. */
export const rowCommands: Readonly<Record<string, Command>> = {
  rows: ({ world }, input) => listRows(world, input),
  "create-row": ({ world }, input) => {
    const [page] = enterRows(
      world,
      namedSource(world, input),
      [objectAt(input.values ?? {}, "values")],
      null,
    );
    return { pageId: page?.id };
  },
  "create-rows": ({ world }, input) => {
    const rows = arrayAt(input.rows, "rows", Number.POSITIVE_INFINITY).filter(isObject);
    const pages = enterRows(world, namedSource(world, input), rows, timeOf(input.createdAt));
    return { pageIds: pages.map((page) => page.id) };
  },
  "edit-cell": ({ world }, input) => editCell(world, input),
  trash: ({ world }, input) => setTrash(world, input, true),
  restore: ({ world }, input) => setTrash(world, input, false),
  purge: ({ world }, input) => {
    for (const page of namedPages(world, input)) world.state.purgePage(page.id);
  },
};

function setTrash(world: World, input: JsonObject, inTrash: boolean): void {
  const stamp = world.settings().trashBumpsEdited ? edited(world) : {};
  for (const page of namedPages(world, input))
    savePage(world, { ...page, ...stamp, ...trashStamp(world, page, inTrash) });
}

/** Who edited, and when: the person whose hands these are, now. */
export const edited = (world: World) => ({
  editedAt: world.clock.now(),
  editedBy: world.state.workspace.humanId,
});

function timeOf(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const time = typeof value === "number" ? value : Date.parse(String(value));
  if (!Number.isFinite(time)) throw invalid("createdAt is an ISO time or epoch milliseconds.");
  return time;
}

/** Enters rows in one go: options grow, numbers count on, dual relations are kept in line. */
function enterRows(
  world: World,
  source: DataSourceRecord,
  rows: readonly JsonObject[],
  createdAt: number | null,
): PageRecord[] {
  const properties = new Map(source.properties.map((property) => [property.id, property]));
  const idOf = new Map<string, string>();
  const at = createdAt ?? world.clock.now();
  const by = world.state.workspace.humanId;
  const pages = rows.map((row, index): PageRecord => {
    const values: Record<string, StoredValue> = {};
    for (const [key, plain] of Object.entries(row)) {
      const id = idOf.get(key) ?? namedProperty(source, key).id;
      idOf.set(key, id);
      const entered = enterValue(world, properties.get(id) as PropertyRecord, plain);
      properties.set(id, entered.property);
      values[id] = entered.value;
    }
    return { ...blankRow(source, at, by), values, number: source.nextNumber + index };
  });
  const next = {
    ...source,
    properties: [...properties.values()],
    nextNumber: source.nextNumber + rows.length,
  };
  world.state.putSource(next);
  for (const page of pages) savePage(world, page);
  if (next.properties.some((property) => property.syncedId !== undefined))
    for (const page of pages) applyMirror(world, next, null, page);
  return pages;
}

/** Types whose cells change without the row counting as edited. */
const COMPUTED = ["formula", "rollup"];

function editCell(world: World, input: JsonObject): unknown {
  const page = world.state.page(parseId(input.pageId) ?? "");
  const source = page?.dataSourceId == null ? undefined : world.state.source(page.dataSourceId);
  if (page === undefined || source === undefined) throw invalid(`There is no row ${String(input.pageId)}.`);
  if (page.inTrash) throw invalid("The row is in the trash.");
  const property = namedProperty(source, input.property);
  const { value, property: grown } = enterValue(world, property, input.value);
  const isEdit = world.settings().propertyBumpsEdited && !COMPUTED.includes(property.type);
  const stamp = isEdit ? edited(world) : {};
  const next = { ...page, ...stamp, values: { ...page.values, [property.id]: value } };
  if (grown !== property)
    world.state.putSource({
      ...source,
      properties: source.properties.map((other) => (other.id === grown.id ? grown : other)),
    });
  savePage(world, next);
  applyMirror(world, source, page, next);
  return printRow(world, world.state.source(source.id) ?? source, world.state.page(next.id) ?? next);
}

function listRows(world: World, input: JsonObject): unknown {
  const source = namedSource(world, input);
  const wanted = typeof input.search === "string" ? input.search.toLowerCase() : "";
  const inTrash = input.inTrash === true;
  const offset = typeof input.offset === "number" ? input.offset : 0;
  const limit = typeof input.limit === "number" ? input.limit : 100;
  const pages = [...world.state.rowsOf(source.id)]
    .filter((page) => page.inTrash === inTrash)
    .filter((page) => wanted === "" || holds(world, source, page, wanted))
    .sort((a, b) => a.number - b.number);
  return {
    total: pages.length,
    columns: source.properties.map(({ id, name, type }) => ({ id, name, type })),
    rows: pages.slice(offset, offset + limit).map((page) => printRow(world, source, page)),
  };
}

const holds = (world: World, source: DataSourceRecord, page: PageRecord, wanted: string): boolean =>
  source.properties.some((property) => cellText(world, page, property).toLowerCase().includes(wanted));

const printRow = (world: World, source: DataSourceRecord, page: PageRecord): JsonObject => ({
  pageId: page.id,
  number: page.number,
  inTrash: page.inTrash,
  createdTime: minuteText(page.createdAt),
  lastEditedTime: minuteText(page.editedAt),
  cells: Object.fromEntries(
    source.properties.map((property) => [property.name, cellText(world, page, property)]),
  ),
});
