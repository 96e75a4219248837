import type { SideRules } from "./row";
import { type Value, valuesEqual } from "./value";

/**
 * Whether a side that shows `shown` holds `value`, as well as it can. A side that cannot take the value at all
 * holds it only if it shows that very value (an option that was removed after it was written).
 *
 * Relies on the codecs' law that what was read from a side projects to itself there.
 */
export function holds(side: SideRules, fieldId: string, value: Value, shown: Value): boolean {
  if (valuesEqual(value, shown)) return true;
  const projected = side.project(fieldId, value);
  return projected.ok && valuesEqual(projected.value, shown);
}
