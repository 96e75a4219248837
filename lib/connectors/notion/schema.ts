import { type Calls, must } from "./client";
import type { SidePlan } from "./config";
import { inTrash, notShared } from "./failure";
import { dashedId, propertyId } from "./ids";
import { isJson, type Json, objectAt, objectsAt, textAt } from "./json";
import { plainText } from "./text-codec";

export interface SchemaProperty {
  /** Decoded: the same in schema, pages and webhooks. */
  readonly id: string;
  /** As Notion wrote it, for request bodies. */
  readonly wireId: string;
  readonly name: string;
  readonly native: string;
  /** Names in Notion's order; null for types without options. */
  readonly options: readonly string[] | null;
  /** The ids of those that show one, by name: an id stays when a person renames the option. */
  readonly optionIds: ReadonlyMap<string, string>;
  /** The data source that a relation points at. */
  readonly relatesTo: string | null;
  /** The relation whose pages a rollup counts over. */
  readonly rollsUp: string | null;
  /** What Notion says about its type, as it says it. */
  readonly config: Json;
}

export interface Schema {
  readonly title: string;
  readonly trashed: boolean;
  /** The database that holds the data source, where Notion says so. */
  readonly databaseId: string | null;
  readonly properties: ReadonlyMap<string, SchemaProperty>;
}

/** The data source as it is. Throws connection-broken if it is not shared or gone. */
export async function fetchSchema(calls: Calls, dataSourceId: string): Promise<Schema> {
  return schemaOf(must(await calls.dataSource(dataSourceId)));
}

/** The same, of a data source whose rows mean something: not one in the trash, with all its rows. */
export async function fetchLiveSchema(calls: Calls, dataSourceId: string): Promise<Schema> {
  const schema = await fetchSchema(calls, dataSourceId);
  if (schema.trashed) throw inTrash();
  return schema;
}

/**
 * Throws if the data source's database is in the trash: its rows then look trashed, and whether the data source says
 * so of itself is not known. One call, to be made before rows are called gone.
 */
export async function requireLiveDatabase(calls: Calls, schema: Schema): Promise<void> {
  if (schema.databaseId === null) return;
  const answer = await calls.database(schema.databaseId);
  // A database that is not shown says nothing against a data source that is.
  if (!answer.ok && (answer.failure.kind === "not-found" || answer.failure.kind === "forbidden")) return;
  if (isTrashed(must(answer))) throw inTrash();
}

export function schemaOf(dataSource: Json): Schema {
  const listed = objectAt(dataSource, "properties");
  if (listed === null) throw notShared();
  const properties = new Map<string, SchemaProperty>();
  for (const [name, config] of Object.entries(listed)) {
    const property = isJson(config) ? propertyOf(name, config) : null;
    if (property !== null) properties.set(property.id, property);
  }
  const databaseId = dashedId(textAt(objectAt(dataSource, "parent") ?? {}, "database_id") ?? "");
  return { title: titleOf(dataSource), trashed: isTrashed(dataSource), databaseId, properties };
}

/** `archived` is the older name of `in_trash`; an archived page is in no live listing either. */
export const isTrashed = (object: Json): boolean =>
  object.in_trash === true || object.archived === true || object.is_archived === true;

export function titleOf(dataSource: Json): string {
  const title = plainText(objectsAt(dataSource, "title") ?? []);
  return title === null || title === "" ? "Untitled" : title;
}

function propertyOf(key: string, config: Json): SchemaProperty | null {
  const wireId = textAt(config, "id");
  const native = textAt(config, "type");
  if (wireId === null || native === null) return null;
  const own = objectAt(config, native) ?? {};
  const target = textAt(own, "data_source_id");
  const options = objectsAt(own, "options");
  return {
    id: propertyId(wireId),
    wireId,
    name: textAt(config, "name") ?? key,
    native,
    options: options?.map((option) => textAt(option, "name") ?? "") ?? null,
    optionIds: new Map(options?.flatMap(idOfOption)),
    relatesTo: native === "relation" && target !== null ? dashedId(target) : null,
    rollsUp: native === "rollup" ? propertyId(textAt(own, "relation_property_id") ?? "") : null,
    config: own,
  };
}

function idOfOption(option: Json): [name: string, id: string][] {
  const [name, id] = [textAt(option, "name"), textAt(option, "id")];
  return name === null || id === null ? [] : [[name, id]];
}

/**
 * Why mapped relations cannot be read, by field id. A relation into a data source that is not shared reads
 * as empty, so an empty cell there says nothing. One call for each such data source, none if no relation is mapped.
 */
export async function unreadableRelations(
  calls: Calls,
  plan: SidePlan,
  schema: Schema,
): Promise<ReadonlyMap<string, string>> {
  const unreadable = new Map<string, string>();
  const shared = new Map<string, boolean>([[plan.dataSourceId, true]]);
  for (const field of plan.fields) {
    const target = schema.properties.get(field.property)?.relatesTo;
    if (!target) continue;
    if (!shared.has(target)) {
      const answer = await calls.dataSource(target);
      if (!answer.ok && answer.failure.kind !== "not-found" && answer.failure.kind !== "forbidden")
        must(answer);
      shared.set(target, answer.ok);
    }
    if (!shared.get(target))
      unreadable.set(field.id, "The related data source is not shared with the connection.");
  }
  return unreadable;
}
