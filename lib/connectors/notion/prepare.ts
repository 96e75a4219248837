import type { Cells, Value } from "@/lib/engine/value";
import type { WriteOperation, Written } from "../connector";
import type { Calls, PropertyRequest, PropertyRequests } from "./client";
import type { PlannedField, SidePlan } from "./config";
import { encode, type Refusal } from "./encode";
import { keyOf } from "./lookup";
import { type AskedOptions, byOptionIds, optionObjection } from "./option-check";
import type { PeopleBook } from "./people-book";
import type { Unreadable } from "./record";
import type { Schema, SchemaProperty } from "./schema";
import { CELL_BYTES } from "./text-codec";

/** The data source as a batch of writes needs it. */
export interface Known {
  readonly schema: Schema;
  readonly unreadable: Unreadable;
  readonly asked: AskedOptions;
}

export interface WriteContext {
  readonly calls: Calls;
  readonly plan: SidePlan;
  readonly people: PeopleBook;
  /** The schema, kept from the last write or fetched now. */
  known(): Promise<Known>;
  /** Notion's answers contradict the kept schema: fetch it anew next time. */
  forget(): void;
}

export interface PreparedCell {
  readonly property: SchemaProperty;
  readonly request: PropertyRequest;
  /** What the property reads as once written. */
  readonly held: Value;
}

/** An operation that passed every check that needs no call. Cells that must not be written are left out. */
export interface Prepared {
  readonly operation: WriteOperation;
  readonly cells: ReadonlyMap<string, PreparedCell>;
  /** As the side holds them. Fields that are not mapped are left out. */
  readonly expect: Cells;
  /** The key to look up: of the cells for a create, of what is expected otherwise; null if not given. */
  readonly key: readonly Value[] | null;
}

export type Refused = Extract<Written, { outcome: "refused" }>;

export const refused = (id: string, field: string | null, reason: string, message: string): Refused => ({
  id,
  outcome: "refused",
  reason,
  message,
  field,
});

export function prepare(plan: SidePlan, known: Known, operation: WriteOperation): Prepared | Refused {
  const cells = new Map<string, PreparedCell>();
  const expect = operation.op === "create" ? {} : heldCells(plan, known, operation.expect);
  for (const [id, value] of Object.entries(operation.op === "delete" ? {} : operation.cells)) {
    const field = plan.byId.get(id);
    if (field === undefined)
      return refused(operation.id, id, "not-mapped", "The field is not mapped to Notion.");
    if (!field.writable || (operation.op === "create" && isUnset(known, field, value))) continue;
    const cell = prepareCell(field, known, value);
    if ("ok" in cell) return refused(operation.id, id, cell.reason, cell.message);
    cells.set(id, cell);
  }
  const size = Buffer.byteLength(JSON.stringify(requestsOf(cells)));
  if (size > CELL_BYTES) {
    return refused(operation.id, null, "row-too-large", "The row is larger than Notion takes at once.");
  }
  if (operation.op !== "create") {
    const knownKey = heldCells(plan, known, operation.key ?? {});
    return { operation, cells, expect, key: keyOf(plan, { ...knownKey, ...expect }) };
  }
  const key = keyOf(plan, Object.fromEntries([...cells].map(([id, cell]) => [id, cell.held])));
  if (key !== null) return { operation, cells, expect, key };
  return refused(operation.id, plan.key[0] ?? null, "key-missing", "The row has no key to look it up by.");
}

/** A new row's status is Notion's default where none is given; null would set it to the first option whatever that is. */
const isUnset = ({ schema }: Known, field: PlannedField, value: Value): boolean =>
  value === null && schema.properties.get(field.property)?.native === "status";

function prepareCell(field: PlannedField, known: Known, value: Value): PreparedCell | Refusal {
  const property = known.schema.properties.get(field.property);
  if (property === undefined) {
    return { ok: false, reason: "property-missing", message: "The property is not there any more." };
  }
  const unreadable = known.unreadable.get(field.id);
  if (unreadable !== undefined) return { ok: false, reason: "unreadable", message: unreadable };
  const encoded = encode(field.type, property.native, value);
  if (!encoded.ok) return encoded;
  if (encoded.unsendable !== null) return encoded.unsendable;
  const request = byOptionIds(property, encoded.request);
  return optionObjection(property, known.asked, encoded.held) ?? { property, request, held: encoded.held };
}

/** Expected cells as the side would show them; a value that it could not hold stays and will not be found. */
function heldCells(plan: SidePlan, known: Known, cells: Cells): Cells {
  const held: Record<string, Value> = {};
  for (const [id, value] of Object.entries(cells)) {
    const field = plan.byId.get(id);
    if (field === undefined) continue;
    const native = known.schema.properties.get(field.property)?.native ?? field.native;
    const encoded = encode(field.type, native, value);
    held[id] = encoded.ok ? encoded.held : value;
  }
  return held;
}

export const requestsOf = (cells: Iterable<readonly [string, PreparedCell]>): PropertyRequests =>
  Object.fromEntries([...cells].map(([, cell]) => [cell.property.wireId, cell.request]));

/** The field that Notion's wording points at; null if it cannot be told. */
export function fieldAtFault(prepared: Prepared, text: string): string | null {
  const ids = [...prepared.cells.keys()];
  if (ids.length === 1) return ids[0] ?? null;
  const named = [...prepared.cells].filter(([, { property }]) =>
    [property.wireId, property.id, property.name].some((name) => text.includes(`properties.${name}.`)),
  );
  return named.length === 1 ? (named[0]?.[0] ?? null) : null;
}
