import { type JsonObject, objectAt, oneOfAt, onlyKeys, textAt } from "./body-check";
import { invalid, mismatch } from "./failure";
import { newPropertyId } from "./identifier";
import type { PropertyRecord } from "./record";
import { configured, reconfigured, retype } from "./schema-config";
import { draftOf, dropProperty, findProperty, replaceProperty, type SchemaDraft } from "./schema-draft";
import type { World } from "./world";

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
  replaceProperty(world, draft, sourceId, property);
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
  replaceProperty(world, draft, sourceId, next);
}

/** Removes the property; the other side of a dual relation goes with it. */
export function removeProperty(
  world: World,
  draft: SchemaDraft,
  sourceId: string,
  property: PropertyRecord,
): void {
  if (property.type === "title") throw invalid("Cannot delete the title property.");
  dropProperty(world, draft, sourceId, property.id);
  if (property.target !== undefined && property.syncedId !== undefined)
    dropProperty(world, draft, property.target, property.syncedId);
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
