import type { Value } from "@/lib/engine/value";
import type { Refusal } from "./encode";
import type { SchemaProperty } from "./schema";

/**
 * What the property's present options say against a value; null if nothing. Select and multi-select
 * properties take new options, except a known one in another letter case: Notion would quietly take the known one.
 */
export function optionObjection(property: SchemaProperty, value: Value): Refusal | null {
  const { options, native } = property;
  if (options === null || value === null || typeof value === "boolean") return null;
  const names = typeof value === "string" ? [value] : value;
  for (const name of names) {
    if (options.includes(name)) continue;
    if (native === "status") {
      return {
        ok: false,
        reason: "unknown-option",
        message: "The status has no such option; add it to the property in Notion first.",
      };
    }
    if (options.some((option) => option.toLowerCase() === name.toLowerCase())) {
      return {
        ok: false,
        reason: "option-case",
        message: "The property has this option in another letter case.",
      };
    }
  }
  return null;
}
