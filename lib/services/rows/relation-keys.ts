import "server-only";
import type { RowClient } from "@/lib/db/row-store";
import { keysOfRows } from "@/lib/db/rows/browse";
import type { Field } from "@/lib/engine/field";
import type { Value } from "@/lib/engine/value";
import { publicId } from "@/lib/ids";

/** A cell's field and its value: for relations the target rows' uuids. */
export type CellAt = readonly [fieldId: string, value: Value];

/** A value as a person reads it. */
export type ReadableValue = (fieldId: string, value: Value) => Value;

/**
 * Looks up, in one query for all these cells, the rows that relation cells point at. The function it returns puts
 * their keys in place of their ids, the parts of a key of several fields with a comma between; a row that is not
 * stored yet, or no longer, shows as its public id. Other cells are as they are.
 */
export async function readableValues(
  client: RowClient,
  fields: readonly Field[],
  cells: readonly CellAt[],
): Promise<ReadableValue> {
  const targets = new Map(
    fields.flatMap(({ id, type, target }) => (type === "relation" ? [[id, target]] : [])),
  );
  const rowIds = new Set(cells.flatMap(([field, value]) => (targets.has(field) ? members(value) : [])));
  const registryIds = [...new Set(targets.values())].filter((target) => target !== undefined);
  const keys = rowIds.size === 0 ? new Map() : await keysOfRows(client, registryIds, [...rowIds]);
  const readable = (rowId: string): string => {
    const key = keys.get(rowId);
    return key === undefined ? publicId("row", rowId) : (JSON.parse(key) as string[]).join(", ");
  };
  return (field, value) =>
    targets.has(field) && Array.isArray(value) ? members(value).map(readable).sort() : value;
}

const members = (value: Value): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]) : [];
