/**
 * The instance that a schema judges: a row's canonical cells as JSON values. Cells without a value are left out, so
 * `required` means "not empty".
 */
import type { Field } from "@/lib/engine/field";
import type { Cells, Value } from "@/lib/engine/value";

/** What rules are asked about: a row's cells, and as they were last agreed; null = the row is new. */
export interface RowToCheck {
  readonly cells: Cells;
  readonly before: Cells | null;
}

/** By field id; field ids cannot reach a prototype. */
export type Instance = Readonly<Record<string, unknown>>;

/**
 * Numbers become doubles: beyond 2^53, and beyond 17 digits, a bound is compared with the nearest double, and a number
 * too large for any double is the largest one. A value that has not the form of its field's type stays as it is, for
 * the type to be refused.
 */
export function rowInstance(cells: Cells, fields: readonly Field[]): Record<string, unknown> {
  const instance: Record<string, unknown> = {};
  for (const field of fields) {
    const value = cells[field.id];
    if (value !== null && value !== undefined) instance[field.id] = cellInstance(value, field);
  }
  return instance;
}

function cellInstance(value: Exclude<Value, null>, field: Field): unknown {
  if (typeof value !== "string") return value;
  switch (field.type) {
    case "number":
    case "integer":
      return numberOf(value);
    case "json":
      return parsed(value);
    default:
      return value;
  }
}

export function numberOf(digits: string): number | string {
  const number = Number(digits);
  if (Number.isNaN(number)) return digits;
  return Math.max(-Number.MAX_VALUE, Math.min(number, Number.MAX_VALUE));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
