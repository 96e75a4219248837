import type { Projection } from "@/lib/engine/row";
import type { Value } from "@/lib/engine/value";
import type { MemoryField } from "./store";

const refuse = (reason: string, message: string): Projection => ({ ok: false, reason, message });

/** Memory holds canonical values as they are; it refuses only what does not fit the field. */
export function projectValue(field: MemoryField, value: Value): Projection {
  if (value === null) return { ok: true, value };
  switch (field.type) {
    case "boolean":
      return typeof value === "boolean" ? { ok: true, value } : refuse("type", "The field holds yes or no.");
    case "multi-select":
    case "relation":
      if (!isList(value)) return refuse("type", "The field holds a list.");
      return value.every((member) => isOption(field, member))
        ? { ok: true, value: value.length === 0 ? null : value }
        : refuse("option", "The field does not offer this option.");
    case "select":
      if (typeof value !== "string") return refuse("type", "The field holds one option.");
      return isOption(field, value)
        ? { ok: true, value }
        : refuse("option", "The field does not offer this option.");
    case "text":
    case "number":
    case "integer":
    case "date":
    case "datetime":
    case "local-datetime":
    case "json":
      return typeof value === "string" ? { ok: true, value } : refuse("type", "The field holds text.");
  }
}

const isList = (value: Value): value is readonly string[] => Array.isArray(value);

const isOption = (field: MemoryField, name: string): boolean =>
  field.options === null || field.options.includes(name);
