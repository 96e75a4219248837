import { isObject, type JsonObject, objectAt, oneOfAt, onlyKeys, textAt } from "./body-check";
import { invalid, mismatch, notFound } from "./failure";
import { decodeLoosely, newPropertyId, parseId } from "./identifier";
import { newOptions, patchOptions } from "./option";
import type { DataSourceRecord, PropertyRecord } from "./record";
import type { World } from "./world";

/**
 * A change to schemas under way: nothing is stored until all of it has been checked. A dual relation
 * touches two data sources.
 */
export interface SchemaDraft {
  readonly sources: Map<string, readonly PropertyRecord[]>;
  readonly retyped: { sourceId: string; from: PropertyRecord; to: PropertyRecord }[];
  /** The data source's own title: names the other side of a dual relation. */
  readonly title: string;
  /** Whether whoever changes the schema may see a data source, to relate to it. */
  sees(source: DataSourceRecord): boolean;
}

export const newDraft = (
  title: string,
  sees: (source: DataSourceRecord) => boolean = () => true,
): SchemaDraft => ({ sources: new Map(), retyped: [], title, sees });

/** Types that nobody writes and whose schema is `{}`; any other unknown type is refused over the API. */
const PLAIN_TYPES = [
  "title",
  "rich_text",
  "url",
  "people",
  "files",
  "email",
  "phone_number",
  "date",
  "checkbox",
  "created_by",
  "created_time",
  "last_edited_by",
  "last_edited_time",
  "place",
];
const CONFIGURED_TYPES = [
  "number",
  "select",
  "multi_select",
  "status",
  "relation",
  "unique_id",
  "formula",
  "rollup",
];
const TYPES = [...PLAIN_TYPES, ...CONFIGURED_TYPES];

/** A property by id (encoded or not) or by name, as every part of the API looks it up. */
export function findProperty(properties: readonly PropertyRecord[], key: string): PropertyRecord | undefined {
  const id = decodeLoosely(key);
  return (
    properties.find((property) => property.id === key || property.id === id) ??
    properties.find((property) => property.name === key)
  );
}

export function draftOf(world: World, draft: SchemaDraft, sourceId: string): readonly PropertyRecord[] {
  return draft.sources.get(sourceId) ?? world.state.source(sourceId)?.properties ?? [];
}

/** Adds a property; `config` is the request's, such as `{ number: { format } }`. */
export function addProperty(
  world: World,
  draft: SchemaDraft,
  sourceId: string,
  request: { readonly name: string; readonly config: unknown; readonly path: string },
): PropertyRecord {
  const { name, path } = request;
  const properties = draftOf(world, draft, sourceId);
  const config = objectAt(request.config, path);
  const type = typeOf(config, path, null);
  textAt(name, `${path}.name`, { min: 1, max: 2000 });
  if (properties.some((property) => property.name === name))
    throw invalid(`Property name is not unique: ${name}`);
  if (type === "title" && properties.some((property) => property.type === "title"))
    throw invalid("Cannot create a second title property.");
  if (type === "unique_id" && properties.some((property) => property.type === "unique_id"))
    throw invalid("Cannot create a second unique_id property.");
  const id = type === "title" ? "title" : newPropertyId(new Set(properties.map((property) => property.id)));
  const blank: PropertyRecord = { id, name, description: descriptionOf(config, path) ?? null, type };
  draft.sources.set(sourceId, [...properties, blank]);
  const property = configured(world, draft, { sourceId, property: blank, config: config[type], path });
  replace(world, draft, sourceId, property);
  return property;
}

/** One entry of a schema PATCH: null removes, `{ name }` renames, a type key configures or changes the type. */
export function patchProperty(
  world: World,
  draft: SchemaDraft,
  sourceId: string,
  request: { readonly key: string; readonly config: unknown; readonly path: string },
): void {
  const { key, path } = request;
  const property = findProperty(draftOf(world, draft, sourceId), key);
  if (property === undefined) {
    if (request.config === null) throw invalid(`Could not find property with name or id: ${key}`);
    addProperty(world, draft, sourceId, { name: key, config: request.config, path });
    return;
  }
  if (request.config === null) {
    removeProperty(world, draft, sourceId, property);
    return;
  }
  const config = objectAt(request.config, path);
  let next = property;
  if (config.name !== undefined)
    next = { ...next, name: newName(world, draft, sourceId, property, config.name) };
  const description = descriptionOf(config, path);
  if (description !== undefined) next = { ...next, description };
  const type = typeOf(config, path, property.type);
  if (type !== property.type)
    next = retype(world, draft, { sourceId, property: next, config: config[type], path, type });
  else if (config[type] !== undefined) next = reconfigured(next, config[type], path);
  replace(world, draft, sourceId, next);
}

/** Removes the property; the other side of a dual relation goes with it. */
export function removeProperty(
  world: World,
  draft: SchemaDraft,
  sourceId: string,
  property: PropertyRecord,
): void {
  if (property.type === "title") throw invalid("Cannot delete the title property.");
  drop(world, draft, sourceId, property.id);
  if (property.target !== undefined && property.syncedId !== undefined)
    drop(world, draft, property.target, property.syncedId);
}

/** The largest schema that the API takes is bounded; the biggest property is named. */
export function requireSchemaSize(world: World, properties: readonly PropertyRecord[]): void {
  if (JSON.stringify(properties).length <= world.settings().schemaMaxBytes) return;
  const sizes = properties.map((property) => ({
    name: property.name,
    size: JSON.stringify(property).length,
  }));
  const biggest = sizes.sort((a, b) => b.size - a.size)[0]?.name ?? "";
  throw invalid(`You have exceeded the maximum database property schema size. Largest property: ${biggest}`);
}

function typeOf(config: JsonObject, path: string, current: string | null): string {
  const allowed = ["name", "description", "type", ...TYPES];
  onlyKeys(config, path, current === null ? allowed : [...allowed, current]);
  const keys = Object.keys(config).filter((key) => !["name", "description", "type"].includes(key));
  if (keys.length > 1) throw mismatch(path, "an object with one property type", config);
  const [type] = keys;
  if (type === undefined) {
    if (current === null) throw mismatch(`${path}.type`, "defined", undefined);
    return current;
  }
  if (config.type !== undefined) oneOfAt(config.type, `${path}.type`, [type]);
  return type;
}

function descriptionOf(config: JsonObject, path: string): string | null | undefined {
  if (config.description === undefined) return undefined;
  if (config.description === null) return null;
  return textAt(config.description, `${path}.description`, { min: 1, max: 280 });
}

function newName(
  world: World,
  draft: SchemaDraft,
  sourceId: string,
  property: PropertyRecord,
  given: unknown,
): string {
  const name = textAt(given, "body.properties.name", { min: 1, max: 2000 });
  const others = draftOf(world, draft, sourceId).filter((other) => other.id !== property.id);
  if (others.some((other) => other.name === name)) throw invalid(`Property name is not unique: ${name}`);
  return name;
}

interface Configuring {
  readonly sourceId: string;
  readonly property: PropertyRecord;
  readonly config: unknown;
  readonly path: string;
}

function configured(world: World, draft: SchemaDraft, at: Configuring): PropertyRecord {
  const { property } = at;
  const path = `${at.path}.${property.type}`;
  const config = objectAt(at.config, path);
  switch (property.type) {
    case "number":
      return { ...property, format: config.format === undefined ? "number" : textAt(config.format, path) };
    case "select":
    case "multi_select":
    case "status":
      return newOptions(property, config, path);
    case "unique_id":
      return { ...property, prefix: typeof config.prefix === "string" ? config.prefix : null };
    case "relation":
      return related(world, draft, { ...at, config, path });
    case "formula":
      return { ...property, computed: { expression: String(config.expression ?? "") } };
    case "rollup":
      return { ...property, computed: rollupConfig(draftOf(world, draft, at.sourceId), world, config) };
    default:
      return property;
  }
}

function reconfigured(property: PropertyRecord, given: unknown, path: string): PropertyRecord {
  const config = objectAt(given, `${path}.${property.type}`);
  if (property.options !== undefined && config.options !== undefined)
    return patchOptions(property, config.options, `${path}.${property.type}`);
  if (property.type === "number" && config.format !== undefined)
    return { ...property, format: textAt(config.format, path) };
  if (property.type === "unique_id" && config.prefix !== undefined)
    return { ...property, prefix: typeof config.prefix === "string" ? config.prefix : null };
  if (property.type === "formula" && config.expression !== undefined)
    return { ...property, computed: { expression: String(config.expression) } };
  return property;
}

function retype(
  world: World,
  draft: SchemaDraft,
  at: Configuring & { readonly type: string },
): PropertyRecord {
  if (at.property.type === "title" || at.type === "title")
    throw invalid("The type of a title property cannot be changed.");
  const { id, name, description } = at.property;
  const blank: PropertyRecord = { id, name, description, type: at.type };
  const next = configured(world, draft, { ...at, property: blank });
  draft.retyped.push({ sourceId: at.sourceId, from: at.property, to: next });
  return next;
}

function related(world: World, draft: SchemaDraft, at: Configuring & { config: JsonObject }): PropertyRecord {
  const target = parseId(at.config.data_source_id);
  if (target === null) throw mismatch(`${at.path}.data_source_id`, "a valid uuid", at.config.data_source_id);
  const source = world.state.source(target);
  if (source === undefined || !draft.sees(source)) throw notFound("data source", target);
  const base: PropertyRecord = { ...at.property, target };
  if (at.config.dual_property === undefined) {
    if (at.config.single_property === undefined)
      throw mismatch(`${at.path}.single_property`, "defined", undefined);
    return base;
  }
  const dual = isObject(at.config.dual_property) ? at.config.dual_property : {};
  const others = draftOf(world, draft, target);
  const wanted =
    typeof dual.synced_property_name === "string"
      ? dual.synced_property_name
      : `Related to ${draft.title} (${at.property.name})`;
  const name = others.some((other) => other.name === wanted) ? `${wanted} 1` : wanted;
  const id = newPropertyId(new Set([...others.map((other) => other.id), at.property.id]));
  const mirror: PropertyRecord = {
    id,
    name,
    description: null,
    type: "relation",
    target: at.sourceId,
    syncedId: at.property.id,
  };
  draft.sources.set(target, [...others, mirror]);
  return { ...base, syncedId: id };
}

function rollupConfig(
  properties: readonly PropertyRecord[],
  world: World,
  config: JsonObject,
): Readonly<Record<string, unknown>> {
  const relationKey = String(config.relation_property_id ?? config.relation_property_name ?? "");
  const relation = findProperty(properties, relationKey);
  if (relation?.target === undefined) throw invalid(`Could not find relation property: ${relationKey}`);
  const rollupKey = String(config.rollup_property_id ?? config.rollup_property_name ?? "");
  const rolled = findProperty(world.state.source(relation.target)?.properties ?? [], rollupKey);
  if (rolled === undefined) throw invalid(`Could not find rollup property: ${rollupKey}`);
  return {
    function: String(config.function ?? "show_original"),
    relation_property_name: relation.name,
    relation_property_id: encodeURIComponent(relation.id),
    rollup_property_name: rolled.name,
    rollup_property_id: encodeURIComponent(rolled.id),
  };
}

function replace(world: World, draft: SchemaDraft, sourceId: string, next: PropertyRecord): void {
  const properties = draftOf(world, draft, sourceId);
  draft.sources.set(
    sourceId,
    properties.map((property) => (property.id === next.id ? next : property)),
  );
}

function drop(world: World, draft: SchemaDraft, sourceId: string, id: string): void {
  draft.sources.set(
    sourceId,
    draftOf(world, draft, sourceId).filter((property) => property.id !== id),
  );
}

/** The data source with the draft's properties, edited at `at` by `by`. */
export const drafted = (
  source: DataSourceRecord,
  properties: readonly PropertyRecord[],
  edit: { readonly at: number; readonly by: string },
): DataSourceRecord => ({ ...source, properties, editedAt: edit.at, editedBy: edit.by });
