import { isObject, type JsonObject, objectAt, textAt } from "./body-check";
import { invalid, mismatch, notFound } from "./failure";
import { newPropertyId, parseId } from "./identifier";
import { newOptions, patchOptions } from "./option";
import type { PropertyRecord } from "./record";
import { draftOf, dropProperty, findProperty, type SchemaDraft } from "./schema-draft";
import type { World } from "./world";

/** A property being made, with its type's part of the request. */
export interface Configuring {
  readonly sourceId: string;
  readonly property: PropertyRecord;
  readonly config: unknown;
  readonly path: string;
}

/** The property with what its type's configuration says; a dual relation also makes its other side. */
export function configured(world: World, draft: SchemaDraft, at: Configuring): PropertyRecord {
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

/** An existing property after a PATCH of its configuration. */
export function reconfigured(property: PropertyRecord, given: unknown, path: string): PropertyRecord {
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

/** The property under another type, keeping id and name; the draft remembers to convert the cells. */
export function retype(
  world: World,
  draft: SchemaDraft,
  at: Configuring & { readonly type: string },
): PropertyRecord {
  if (at.property.type === "title" || at.type === "title")
    throw invalid("The type of a title property cannot be changed.");
  const { id, name, description } = at.property;
  const blank: PropertyRecord = { id, name, description, type: at.type };
  const next = configured(world, draft, { ...at, property: blank });
  if (at.property.target !== undefined && at.property.syncedId !== undefined)
    dropProperty(world, draft, at.property.target, at.property.syncedId);
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
