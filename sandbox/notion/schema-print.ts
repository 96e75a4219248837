import type { JsonObject } from "./body-check";
import type { DataSourceRecord, PropertyRecord } from "./record";
import type { World } from "./world";

/** A data source's `properties`, keyed by name. */
export function printSchema(world: World, source: DataSourceRecord): JsonObject {
  return Object.fromEntries(
    source.properties.map((property) => [property.name, printProperty(world, property)]),
  );
}

function printProperty(world: World, property: PropertyRecord): JsonObject {
  return {
    id: encodeURIComponent(property.id),
    name: property.name,
    description: property.description,
    type: property.type,
    [property.type]: printConfig(world, property),
  };
}

function printConfig(world: World, property: PropertyRecord): JsonObject {
  switch (property.type) {
    case "number":
      return { format: property.format ?? "number" };
    case "select":
    case "multi_select":
      return { options: property.options ?? [] };
    case "status":
      return {
        options: property.options ?? [],
        groups: (property.groups ?? []).map(({ optionIds, ...group }) => ({
          ...group,
          option_ids: optionIds,
        })),
      };
    case "relation":
      return printRelation(world, property);
    case "unique_id":
      return { prefix: property.prefix ?? null };
    case "formula":
    case "rollup":
      return { ...property.computed };
    default:
      return {};
  }
}

function printRelation(world: World, property: PropertyRecord): JsonObject {
  const target = property.target ?? "";
  const source = world.state.source(target);
  const base = { database_id: source?.databaseId ?? target, data_source_id: target };
  if (property.syncedId === undefined) return { ...base, type: "single_property", single_property: {} };
  const synced = source?.properties.find((candidate) => candidate.id === property.syncedId);
  return {
    ...base,
    type: "dual_property",
    dual_property: {
      synced_property_id: encodeURIComponent(property.syncedId),
      synced_property_name: synced?.name ?? "",
    },
  };
}
