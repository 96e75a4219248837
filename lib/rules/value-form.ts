/** Which JSON values a field's canonical values become, and so which types, members and formats can ever fit it. */
import type { Field } from "@/lib/engine/field";
import type { FieldType } from "@/lib/engine/value";

export const JSON_TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"] as const;

export type JsonType = (typeof JSON_TYPES)[number];

const FORMS: Readonly<Record<FieldType, readonly JsonType[]>> = {
  text: ["string"],
  number: ["number", "integer"],
  integer: ["integer", "number"],
  boolean: ["boolean"],
  date: ["string"],
  datetime: ["string"],
  "local-datetime": ["string"],
  select: ["string"],
  "multi-select": ["array"],
  json: JSON_TYPES,
  relation: ["array"],
};

/** The formats that are checked. Each is a fixed expression of ajv-formats whose time is linear in the text. */
export const FORMATS = [
  "email",
  "uri",
  "uuid",
  "hostname",
  "ipv4",
  "ipv6",
  "date",
  "time",
  "date-time",
  "duration",
] as const;

export type Format = (typeof FORMATS)[number];

/** Formats for types whose text has one form only; the others have the form of their value's choosing. */
const ONLY_FORMAT: Partial<Readonly<Record<FieldType, Format | null>>> = {
  date: "date",
  datetime: "date-time",
  "local-datetime": null,
};

export const fitsType = (field: Field, type: JsonType): boolean => FORMS[field.type].includes(type);

/** The type that a proposed schema gives the field; null = values of any type. */
export const typeOf = (field: Field): JsonType | null =>
  field.type === "json" ? null : (FORMS[field.type][0] ?? null);

export function fitsFormat(field: Field, format: Format): boolean {
  const only = ONLY_FORMAT[field.type];
  if (only !== undefined) return only === format;
  return field.type === "json" || fitsType(field, "string");
}

/** Whether a value of the field could equal the member of an `enum`. `null` only says that the cell may be empty. */
export function fitsMember(field: Field, member: unknown): boolean {
  if (member === null) return true;
  const type = jsonTypeOf(member);
  return fitsType(field, type);
}

function jsonTypeOf(value: unknown): JsonType {
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "number":
      return Number.isInteger(value) ? "integer" : "number";
    case "string":
      return "string";
    default:
      return "object";
  }
}

/** Types whose values are one text that a pattern can look at. */
export const isTextual = (field: Field): boolean => FORMS[field.type][0] === "string";
