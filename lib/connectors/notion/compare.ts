import { type Value, valuesEqual } from "@/lib/engine/value";
import type { SideRecord, Written } from "../connector";
import { type Prepared, type PreparedCell, refused } from "./prepare";

/** Whether the record shows each of these values. */
export const shows = (record: SideRecord, cells: Iterable<readonly [string, Value]>): boolean =>
  [...cells].every(([id, value]) => {
    const held = record.cells[id];
    return held !== undefined && valuesEqual(held, value);
  });

export const heldOf = (prepared: Prepared): readonly (readonly [string, Value])[] =>
  [...prepared.cells].map(([id, cell]) => [id, cell.held]);

/** A row with the key of a create is there: as asked for, or something else that the caller must see first. */
export function foundByKey(prepared: Prepared, there: readonly SideRecord[]): Written {
  const { id } = prepared.operation;
  const [only] = there;
  if (only === undefined || there.length > 1) {
    return refused(id, null, "duplicate-key", "Several rows in Notion have this key.");
  }
  const asAsked = shows(only, heldOf(prepared));
  return { id, outcome: asAsked ? "done" : "stale", record: only };
}

/** The cells to send, without those that are right already; null if something is not as expected. */
export function changesTo(current: SideRecord, prepared: Prepared): ReadonlyMap<string, PreparedCell> | null {
  const changes = new Map<string, PreparedCell>();
  for (const [id, cell] of prepared.cells) {
    if (!valuesEqual(current.cells[id] ?? null, cell.held)) changes.set(id, cell);
  }
  for (const [id, expected] of Object.entries(prepared.expect)) {
    const right = prepared.cells.has(id) && !changes.has(id);
    if (!right && !valuesEqual(current.cells[id] ?? null, expected)) return null;
  }
  return changes;
}
