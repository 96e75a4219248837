import { invalid } from "./failure";
import { decodeLoosely } from "./identifier";
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

/** A property by id (encoded or not) or by name, as every part of the API looks it up. */
export function findProperty(properties: readonly PropertyRecord[], key: string): PropertyRecord | undefined {
  const id = decodeLoosely(key);
  return (
    properties.find((property) => property.id === key || property.id === id) ??
    properties.find((property) => property.name === key)
  );
}

/** A data source's properties as the draft has them so far. */
export function draftOf(world: World, draft: SchemaDraft, sourceId: string): readonly PropertyRecord[] {
  return draft.sources.get(sourceId) ?? world.state.source(sourceId)?.properties ?? [];
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

/** Puts a property in the place of the one with its id. */
export function replaceProperty(
  world: World,
  draft: SchemaDraft,
  sourceId: string,
  next: PropertyRecord,
): void {
  const properties = draftOf(world, draft, sourceId);
  draft.sources.set(
    sourceId,
    properties.map((property) => (property.id === next.id ? next : property)),
  );
}

/** Takes a property out. */
export function dropProperty(world: World, draft: SchemaDraft, sourceId: string, id: string): void {
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
