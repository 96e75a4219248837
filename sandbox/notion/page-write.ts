import { booleanAt, idAt, type JsonObject, objectAt, onlyKeys } from "./body-check";
import { invalid, mismatch, notReproduced } from "./failure";
import { newId } from "./identifier";
import { moveRow } from "./move-row";
import { newOption, withOption } from "./option";
import type { DataSourceRecord, PageRecord, PropertyRecord, StoredValue } from "./record";
import { applyMirror } from "./relation";
import { findProperty, requireSchemaSize } from "./schema-draft";
import type { NotionSettings } from "./settings";
import { plainPage } from "./state";
import { trashStamp } from "./trash";
import { parseValue } from "./value-write";
import {
  type Call,
  findDatabase,
  findPage,
  findSource,
  isTrashedSource,
  requireCapability,
  requireRoomForPage,
  savePage,
} from "./world";

const CREATE_KEYS = [
  "parent",
  "properties",
  "icon",
  "cover",
  "content",
  "children",
  "markdown",
  "allow_async",
  "template",
  "position",
];
const UPDATE_KEYS = [
  "properties",
  "icon",
  "cover",
  "is_locked",
  "template",
  "erase_content",
  "in_trash",
  "is_archived",
];

/** `POST /v1/pages`: a row, or a bare page under another page. Everything is checked before anything is kept. */
export function createPage(call: Call, body: JsonObject): PageRecord {
  requireCapability(call, "insert");
  onlyKeys(body, "body", CREATE_KEYS);
  for (const key of ["content", "children", "markdown", "template"])
    if (body[key] !== undefined && !(Array.isArray(body[key]) && body[key].length === 0))
      throw notReproduced("page content and templates");
  const parent = objectAt(body.parent, "body.parent");
  if (parent.page_id !== undefined) return createBarePage(call, parent, body);
  const source = parentSource(call, parent);
  if (isTrashedSource(call, source)) throw archivedFailure();
  const blank = blankRow(source, call.clock.now(), call.connection.id);
  const { values, schema } = parseProperties(call, source, body.properties ?? {}, blank);
  requireRoomForPage(call);
  const page: PageRecord = { ...blank, values, icon: body.icon ?? null, cover: body.cover ?? null };
  call.state.putSource({ ...schema, nextNumber: source.nextNumber + 1 });
  savePage(call, page);
  applyMirror(call, source, null, page);
  return page;
}

/** `PATCH /v1/pages/{id}`: properties, trash and restore. A page in the trash takes nothing but a restore. */
export function updatePage(call: Call, id: string, body: JsonObject): PageRecord {
  requireCapability(call, "update");
  onlyKeys(body, "body", call.version === "2025-09-03" ? [...UPDATE_KEYS, "archived"] : UPDATE_KEYS);
  const page = findPage(call, id);
  if (body.template !== undefined) throw notReproduced("templates");
  const trash = trashWish(body);
  const source = page.dataSourceId === null ? null : (call.state.source(page.dataSourceId) ?? null);
  if (source !== null && isTrashedSource(call, source)) throw archivedFailure();
  const edits = Object.keys(body).some((key) => !["in_trash", "archived", "is_archived"].includes(key));
  if (page.inTrash && trash !== false && edits) throw archivedFailure();
  const parsed = body.properties === undefined ? null : parseUpdate(call, page, source, body.properties);
  const settings = call.settings();
  const touched =
    (edits && countsAsEdit(settings, page, body, parsed?.values ?? {})) ||
    (trash !== null && trash !== page.inTrash && settings.trashBumpsEdited);
  const next: PageRecord = {
    ...page,
    ...(parsed === null ? {} : { values: { ...page.values, ...parsed.values } }),
    ...(body.icon === undefined ? {} : { icon: body.icon }),
    ...(body.cover === undefined ? {} : { cover: body.cover }),
    ...(body.is_locked === undefined ? {} : { isLocked: booleanAt(body.is_locked, "body.is_locked") }),
    ...(trash === null ? {} : trashStamp(call, page, trash)),
    ...(touched ? { editedAt: call.clock.now(), editedBy: call.connection.id } : {}),
  };
  if (parsed?.schema != null && parsed.schema !== source) call.state.putSource(parsed.schema);
  savePage(call, next);
  if (source !== null) applyMirror(call, source, page, next);
  return next;
}

/** Whether a PATCH that is more than trash moves `last_edited_time`. */
function countsAsEdit(
  settings: NotionSettings,
  page: PageRecord,
  body: JsonObject,
  values: Readonly<Record<string, StoredValue>>,
): boolean {
  const isNoop =
    Object.keys(body).every((key) => key === "properties") &&
    Object.entries(values).every(
      ([id, value]) => JSON.stringify(value) === JSON.stringify(page.values[id] ?? null),
    );
  return settings.propertyBumpsEdited && (settings.noopBumpsEdited || !isNoop);
}

/** `POST /v1/pages/{id}/move` to another data source. */
export function movePage(call: Call, id: string, body: JsonObject): PageRecord {
  requireCapability(call, "update");
  onlyKeys(body, "body", ["parent"]);
  const page = findPage(call, id);
  const parent = objectAt(body.parent, "body.parent");
  if (parent.data_source_id === undefined) throw notReproduced("moves to anywhere but a data source");
  const target = findSource(call, idAt(parent.data_source_id, "body.parent.data_source_id"));
  if (page.inTrash) throw archivedFailure();
  return moveRow(call, page, target, call.connection.id);
}

/** An empty row at `now` (epoch ms), not stored. */
export const blankRow = (source: DataSourceRecord, now: number, by: string): PageRecord => ({
  ...plainPage(now, by, ""),
  id: newId(),
  dataSourceId: source.id,
  values: {},
  number: source.nextNumber,
});

const archivedFailure = () =>
  invalid("Can't edit block that is archived. You must unarchive the block before editing.");

function trashWish(body: JsonObject): boolean | null {
  for (const key of ["in_trash", "is_archived", "archived"])
    if (body[key] !== undefined) return booleanAt(body[key], `body.${key}`);
  return null;
}

function parentSource(call: Call, parent: JsonObject): DataSourceRecord {
  if (parent.data_source_id !== undefined)
    return findSource(call, idAt(parent.data_source_id, "body.parent.data_source_id"));
  if (parent.database_id === undefined) throw mismatch("body.parent.data_source_id", "defined", undefined);
  const database = findDatabase(call, idAt(parent.database_id, "body.parent.database_id"));
  const [source, ...others] = call.state.sourcesOf(database.id);
  if (source === undefined || others.length > 0)
    throw invalid("Databases with multiple data sources are not supported as a parent: use data_source_id.");
  return findSource(call, source.id);
}

function createBarePage(call: Call, parent: JsonObject, body: JsonObject): PageRecord {
  const above = findPage(call, idAt(parent.page_id, "body.parent.page_id"));
  if (above.inTrash) throw archivedFailure();
  const blank = plainPage(call.clock.now(), call.connection.id, "");
  const given = parseUpdate(call, blank, null, body.properties ?? {});
  requireRoomForPage(call);
  const page = { ...blank, parentPageId: above.id, values: { ...blank.values, ...given.values } };
  savePage(call, page);
  return page;
}

interface ParsedProperties {
  readonly values: Record<string, StoredValue>;
  /** The data source with the options that the request added. */
  readonly schema: DataSourceRecord;
}

const TITLE: PropertyRecord = { id: "title", name: "title", description: null, type: "title" };

function parseUpdate(
  call: Call,
  page: PageRecord,
  source: DataSourceRecord | null,
  given: unknown,
): { values: Record<string, StoredValue>; schema: DataSourceRecord | null } {
  if (source !== null) return parseProperties(call, source, given, page);
  const values: Record<string, StoredValue> = {};
  for (const [key, entry] of Object.entries(objectAt(given, "body.properties"))) {
    if (key !== "title") throw invalid(`${key} is not a property that exists.`);
    const writing = { call, property: TITLE, before: null, addOption: () => "" };
    values.title = parseValue(
      writing,
      Array.isArray(entry) ? { title: entry } : entry,
      "body.properties.title",
    );
  }
  return { values, schema: null };
}

function parseProperties(
  call: Call,
  source: DataSourceRecord,
  given: unknown,
  page: PageRecord,
): ParsedProperties {
  const properties = new Map(source.properties.map((property) => [property.id, property]));
  const values: Record<string, StoredValue> = {};
  let grown = false;
  for (const [key, entry] of Object.entries(objectAt(given, "body.properties"))) {
    const id = findProperty(source.properties, key)?.id;
    if (id === undefined) throw invalid(`${key} is not a property that exists.`);
    const writing = {
      call,
      get property() {
        return properties.get(id) ?? TITLE;
      },
      before: page.values[id] ?? null,
      addOption(name: string, path: string) {
        requireCapability(call, "update");
        const option = newOption(name, path);
        properties.set(id, withOption(this.property, option));
        grown = true;
        return option.id;
      },
    };
    values[id] = parseValue(writing, entry, `body.properties.${key}`);
  }
  if (!grown) return { values, schema: source };
  const schema = { ...source, properties: [...properties.values()] };
  requireSchemaSize(call, schema.properties);
  return { values, schema };
}
