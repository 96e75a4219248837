import { type Value, valuesEqual } from "@/lib/engine/value";
import type { MappedField, SideConfig } from "../connector";
import { locatorOf } from "./locator";
import { projectValue } from "./project";
import type { Slot } from "./slots";

export type Refusal = { readonly reason: string; readonly message: string; readonly field: string | null };
export type Change = { readonly mapped: MappedField; readonly value: Value };

type Values = Readonly<Record<string, Value>>;

/** The writable cells of an operation as the sheet would hold them. */
export function changesOf({ mapped: all }: SideConfig, cells: Values): readonly Change[] | Refusal {
  const changes: Change[] = [];
  for (const mapped of all) {
    const value = cells[mapped.field.id];
    if (value === undefined || !mapped.writable) continue;
    const projection = projectValue(mapped.field.type, value);
    if (!projection.ok) {
      return { reason: projection.reason, message: projection.message, field: mapped.field.id };
    }
    changes.push({ mapped, value: projection.value });
  }
  return changes;
}

export function keyAfter(key: readonly string[], cells: Values, changes: readonly Change[]): string {
  const values = { ...cells };
  for (const { mapped, value } of changes) values[mapped.field.id] = value;
  return locatorOf(key, values);
}

/** A cell that already holds what it is to become is not in the way. */
export function isAsExpected(
  config: SideConfig,
  slot: Slot,
  { expect, wanted }: { readonly expect: Values; readonly wanted: readonly Change[] },
): boolean {
  return Object.entries(expect).every(([id, value]) => {
    if (holds(slot, id, value)) return true;
    const mapped = config.mapped.find(({ field }) => field.id === id);
    const projection = mapped ? projectValue(mapped.field.type, value) : null;
    if (projection?.ok && holds(slot, id, projection.value)) return true;
    const change = wanted.find((each) => each.mapped.field.id === id);
    return change !== undefined && holds(slot, id, change.value);
  });
}

export function holds(slot: Slot, field: string, value: Value): boolean {
  const held = slot.record.cells[field];
  return held !== undefined && valuesEqual(held, value);
}
