import type { FieldType } from "@/lib/engine/value";
import type { SideField } from "../connector";
import type { SchemaProperty } from "./schema";

interface NativeType {
  readonly type: FieldType | null;
  readonly alternatives: readonly FieldType[];
  /** Why it cannot be written; null if it can. */
  readonly readOnly: string | null;
}

const writable = (type: FieldType, ...alternatives: FieldType[]): NativeType => ({
  type,
  alternatives,
  readOnly: null,
});

const readOnly = (reason: string, type: FieldType | null, ...alternatives: FieldType[]): NativeType => ({
  type,
  alternatives,
  readOnly: reason,
});

const COMPUTED = "Notion computes this property.";
const UNSUPPORTED = "This type of property is not supported.";

const NATIVE: Readonly<Record<string, NativeType>> = {
  title: writable("text", "number", "integer", "json"),
  rich_text: writable("text", "number", "integer", "json"),
  url: writable("text"),
  email: writable("text"),
  phone_number: writable("text"),
  number: writable("number", "integer", "text"),
  select: writable("select", "text"),
  status: writable("select", "text"),
  multi_select: writable("multi-select"),
  checkbox: writable("boolean"),
  date: writable("date", "datetime", "local-datetime"),
  relation: writable("relation"),
  people: writable("multi-select"),
  files: writable("json", "multi-select"),
  formula: readOnly(COMPUTED, "text", "number", "integer", "boolean", "date", "datetime", "local-datetime"),
  unique_id: readOnly("Notion numbers the rows itself.", "text", "integer"),
  created_time: readOnly(COMPUTED, "datetime"),
  last_edited_time: readOnly(COMPUTED, "datetime"),
  created_by: readOnly(COMPUTED, "text"),
  last_edited_by: readOnly(COMPUTED, "text"),
  rollup: readOnly(COMPUTED, "number", "integer", "text", "date", "datetime"),
};

/** A property as the mapping step shows it; a type that is not known can be seen but not mapped. */
export function sideFieldOf(property: SchemaProperty): SideField {
  const known = Object.hasOwn(NATIVE, property.native) ? NATIVE[property.native] : undefined;
  const { type, alternatives, readOnly: reason } = known ?? readOnly(UNSUPPORTED, null);
  return {
    id: property.id,
    name: property.name,
    type,
    alternatives,
    native: property.native,
    writable: reason === null,
    readOnlyReason: reason,
    keyPart: property.native === "unique_id",
    options: property.options,
    relatesTo: property.relatesTo === null ? null : { dataSourceId: property.relatesTo },
  };
}
