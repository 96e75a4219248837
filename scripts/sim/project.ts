import { normaliseNumber } from "@/lib/engine/canonical";
import type { Projection } from "@/lib/engine/row";
import { type Value, valuesEqual } from "@/lib/engine/value";
import type { SimSystem } from "./system";
import type { Traits } from "./traits";

/** Texts longer than this are taken by no side but the one that they were written on. */
const LONGEST_TEXT = 40;

/** What a system of these traits holds when it is given `value`. */
export function projectOn(traits: Traits, field: string, value: Value): Projection {
  if (field === "amount" && typeof value === "string" && traits.decimals !== null) {
    const rounded = normaliseNumber(Number(value).toFixed(traits.decimals));
    return { ok: true, value: rounded };
  }
  if (typeof value === "string" && value.length > LONGEST_TEXT)
    return { ok: false, reason: "too-long", message: "The text is longer than this side takes." };
  return { ok: true, value };
}

/** Whether the system shows the merged value as well as it can. */
export function isShownAs(
  system: SimSystem,
  field: string,
  { merged = null, shown }: { readonly merged: Value | undefined; readonly shown: Value },
) {
  if (valuesEqual(merged, shown)) return true;
  const projected = projectOn(system.traits, field, merged);
  return projected.ok && valuesEqual(projected.value, shown);
}
