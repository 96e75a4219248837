import { booleanAt, idAt, type JsonObject, objectAt, onlyKeys } from "./body-check";
import { invalid, mismatch, restricted } from "./failure";
import { newId } from "./identifier";
import type { DatabaseRecord, DataSourceRecord, PropertyRecord } from "./record";
import { retypeRows } from "./retype";
import { parseRichText, plainText, type Run } from "./rich-text";
import { drafted, newDraft, requireSchemaSize, type SchemaDraft } from "./schema-draft";
import { addProperty, patchProperty } from "./schema-write";
import { trashStamp } from "./trash";
import {
  type Call,
  canSee,
  findDatabase,
  findPage,
  findSource,
  requireCapability,
  type World,
} from "./world";

const NEW_DATABASE = ["parent", "title", "description", "is_inline", "initial_data_source", "icon", "cover"];
const DATABASE = ["parent", "title", "description", "is_inline", "icon", "cover", "in_trash", "is_locked"];

/** `POST /v1/databases`: a database with its first data source. */
export function createDatabase(call: Call, body: JsonObject): DatabaseRecord {
  requireCapability(call, "insert");
  onlyKeys(body, "body", NEW_DATABASE);
  const parent = objectAt(body.parent, "body.parent");
  if (parent.workspace === true && call.connection.ownerId === null)
    throw restricted("Internal connections cannot create databases directly in the workspace.");
  const above =
    parent.workspace === true ? null : findPage(call, idAt(parent.page_id, "body.parent.page_id")).id;
  const initial =
    body.initial_data_source === undefined
      ? {}
      : objectAt(body.initial_data_source, "body.initial_data_source");
  onlyKeys(initial, "body.initial_data_source", ["properties"]);
  const database = {
    ...newDatabase(call, call.connection.id),
    title: optionalText(body.title, "body.title") ?? [],
    description: optionalText(body.description, "body.description") ?? [],
    parentPageId: above,
    isInline: body.is_inline === true,
    icon: body.icon ?? null,
    cover: body.cover ?? null,
  };
  const source = newSource(call, database, call.connection.id);
  addSource(call, source, initial.properties ?? { Name: { title: {} } }, {
    path: "body.initial_data_source.properties",
    sees: (other) => canSee(call, other),
  });
  call.state.putDatabase(database);
  return database;
}

/** `PATCH /v1/databases/{id}`. */
export function updateDatabase(call: Call, id: string, body: JsonObject): DatabaseRecord {
  requireCapability(call, "update");
  onlyKeys(body, "body", call.version === "2025-09-03" ? [...DATABASE, "archived"] : DATABASE);
  const database = findDatabase(call, id);
  const trash = body.in_trash ?? body.archived;
  const next: DatabaseRecord = {
    ...database,
    title: optionalText(body.title, "body.title") ?? database.title,
    description: optionalText(body.description, "body.description") ?? database.description,
    isInline: body.is_inline === undefined ? database.isInline : booleanAt(body.is_inline, "body.is_inline"),
    isLocked: body.is_locked === undefined ? database.isLocked : booleanAt(body.is_locked, "body.is_locked"),
    ...(trash === undefined ? {} : trashStamp(call, database, booleanAt(trash, "body.in_trash"))),
    icon: body.icon ?? database.icon,
    cover: body.cover ?? database.cover,
    editedAt: call.clock.now(),
    editedBy: call.connection.id,
  };
  call.state.putDatabase(next);
  return next;
}

/** `POST /v1/data_sources`: one more data source in a database. */
export function createSource(call: Call, body: JsonObject): DataSourceRecord {
  requireCapability(call, "insert");
  onlyKeys(body, "body", ["parent", "properties", "title", "icon"]);
  const parent = objectAt(body.parent, "body.parent");
  const database = findDatabase(call, idAt(parent.database_id, "body.parent.database_id"));
  const source = {
    ...newSource(call, database, call.connection.id),
    title: optionalText(body.title, "body.title") ?? [],
    icon: body.icon ?? null,
  };
  return addSource(call, source, body.properties, {
    path: "body.properties",
    sees: (other) => canSee(call, other),
  });
}

/** `PATCH /v1/data_sources/{id}`: title and schema. */
export function updateSource(call: Call, id: string, body: JsonObject): DataSourceRecord {
  requireCapability(call, "update");
  const keys = ["title", "icon", "properties", "in_trash", "parent"];
  onlyKeys(body, "body", call.version === "2025-09-03" ? [...keys, "archived"] : keys);
  const source = findSource(call, id);
  if (body.parent !== undefined) throw invalid("The sandbox does not reproduce moving data sources.");
  const trash = body.in_trash ?? body.archived;
  const head: DataSourceRecord = {
    ...source,
    title: optionalText(body.title, "body.title") ?? source.title,
    icon: body.icon === undefined ? source.icon : body.icon,
    ...(trash === undefined ? {} : trashStamp(call, source, booleanAt(trash, "body.in_trash"))),
  };
  const draft = newDraft(plainText(head.title), (other) => canSee(call, other));
  draft.sources.set(source.id, source.properties);
  const changes = body.properties === undefined ? {} : objectAt(body.properties, "body.properties");
  for (const [key, config] of Object.entries(changes))
    patchProperty(call, draft, source.id, { key, config, path: `body.properties.${key}` });
  requireSchemaSize(call, draft.sources.get(source.id) ?? []);
  call.state.putSource(head);
  commitDraft(call, draft, call.connection.id);
  return call.state.source(source.id) ?? head;
}

/** Stores all that a schema draft changed, cells of retyped columns included. */
export function commitDraft(world: World, draft: SchemaDraft, by: string): void {
  const edit = { at: world.clock.now(), by };
  for (const [sourceId, properties] of draft.sources) {
    const source = world.state.source(sourceId);
    if (source !== undefined) world.state.putSource(drafted(source, properties, edit));
  }
  for (const change of draft.retyped) retypeRows(world, change, by);
}

export const newDatabase = (world: World, by: string): DatabaseRecord => ({
  id: newId(),
  title: [],
  description: [],
  parentPageId: world.state.workspace.homePageId,
  isInline: false,
  isLocked: false,
  icon: null,
  cover: null,
  ...stamps(world, by),
});

export const newSource = (world: World, database: DatabaseRecord, by: string): DataSourceRecord => ({
  id: newId(),
  databaseId: database.id,
  title: database.title,
  description: [],
  properties: [],
  icon: null,
  hiddenFrom: [],
  nextNumber: 1,
  ...stamps(world, by),
});

/** Stores a new data source with the properties of a request. Exactly one of them must be the title. */
export function addSource(
  world: World,
  source: DataSourceRecord,
  properties: unknown,
  request: { readonly path: string; sees(other: DataSourceRecord): boolean },
): DataSourceRecord {
  const { path } = request;
  const draft = newDraft(plainText(source.title), request.sees);
  draft.sources.set(source.id, []);
  for (const [name, config] of Object.entries(objectAt(properties, path)))
    addProperty(world, draft, source.id, { name, config, path: `${path}.${name}` });
  const made: readonly PropertyRecord[] = draft.sources.get(source.id) ?? [];
  if (!made.some((property) => property.type === "title"))
    throw mismatch(`${path}.title`, "defined", undefined);
  requireSchemaSize(world, made);
  world.state.putSource(source);
  commitDraft(world, draft, source.createdBy);
  return world.state.source(source.id) ?? source;
}

function stamps(world: World, by: string) {
  const at = world.clock.now();
  return { createdAt: at, editedAt: at, createdBy: by, editedBy: by, inTrash: false };
}

const optionalText = (value: unknown, path: string): readonly Run[] | undefined =>
  value === undefined ? undefined : parseRichText(value, path);
