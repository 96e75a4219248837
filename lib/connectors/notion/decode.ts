import type { FieldType, Value } from "@/lib/engine/value";
import { decodeFiles } from "./file-codec";
import { dashedId } from "./ids";
import { isJson, type Json, objectsAt, textAt } from "./json";
import { canonicalJson } from "./json-text";
import { canonicalDecimal, decimalText } from "./number-codec";
import { canonicalSet } from "./option-codec";
import { personText } from "./person";
import { plainText } from "./text-codec";
import { decodeTime, isTimeType } from "./time-codec";

export type Decoded =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

const value = (decoded: Value): Decoded => ({ ok: true, value: decoded });
const unknown = (reason: string): Decoded => ({ ok: false, reason });
const mismatch = unknown("The property holds another kind of value than the field.");

/**
 * A page's property as a canonical value of the given type. Never throws: what is not understood is unknown,
 * with the reason. Truncation is not seen here (`isTruncated`).
 */
export function decode(type: FieldType, property: unknown): Decoded {
  if (!isJson(property)) return unknown("The property is missing.");
  const native = textAt(property, "type");
  if (native === null || !(native in property)) return unknown("The property has a form that is not known.");
  const content = property[native];
  switch (native) {
    case "title":
    case "rich_text":
      return ofRichText(type, objectsAt(property, native));
    case "url":
    case "email":
    case "phone_number":
      return content === null || content === "" ? value(null) : ofText(type, content);
    case "number":
      return ofNumber(type, content);
    case "checkbox":
      return ofBoolean(type, content);
    case "select":
    case "status":
      return ofOption(type, content);
    case "multi_select":
      return ofSet(type, objectsAt(property, native), (each) => textAt(each, "name"));
    case "relation":
      if (type !== "relation") return mismatch;
      return ofSet(type, objectsAt(property, native), idOf);
    case "people":
      return ofSet(type, objectsAt(property, native), personText);
    case "date":
      return ofDate(type, content);
    case "created_time":
    case "last_edited_time":
      return ofDate(type, { start: content });
    case "created_by":
    case "last_edited_by":
      return isJson(content) ? ofText(type, content.id) : mismatch;
    case "unique_id":
      return isJson(content) ? ofUniqueId(type, content) : mismatch;
    case "files":
      return ofFiles(type, objectsAt(property, native));
    case "formula":
    case "rollup":
      return isJson(content) ? ofResult(type, content) : mismatch;
    default:
      return unknown("The property has a type that is not known.");
  }
}

/** 25 or more members may be a cut list; only relations say for sure, and rollups say nothing (see `draftOf`). https://developers.notion.com/reference/retrieve-a-page */
export function isTruncated(property: Json): boolean {
  const native = textAt(property, "type") ?? "";
  const members = property[native];
  if (!["title", "rich_text", "people", "relation"].includes(native) || !Array.isArray(members)) return false;
  return property.has_more === true || (property.has_more !== false && members.length >= 25);
}

const idOf = (reference: Json): string | null => dashedId(textAt(reference, "id") ?? "");

function ofRichText(type: FieldType, items: readonly Json[] | null): Decoded {
  const plain = items === null ? null : plainText(items);
  if (plain === null) return unknown("The text has a form that is not known.");
  return plain === "" ? value(null) : ofText(type, plain);
}

function ofText(type: FieldType, text: unknown): Decoded {
  if (typeof text !== "string") return mismatch;
  switch (type) {
    case "text":
      return value(text);
    case "number":
    case "integer": {
      if (text.trim() === "") return value(null);
      const digits = canonicalDecimal(text);
      if (digits === null) return unknown("The text is not a number.");
      return type === "integer" && digits.includes(".")
        ? unknown("The text is not a whole number.")
        : value(digits);
    }
    case "json": {
      if (text.trim() === "") return value(null);
      const canonical = canonicalJson(text);
      return canonical === null ? unknown("The text is not JSON.") : value(canonical);
    }
    case "boolean":
    case "date":
    case "datetime":
    case "local-datetime":
    case "select":
    case "multi-select":
    case "relation":
      return mismatch;
  }
}

function ofNumber(type: FieldType, number: unknown): Decoded {
  if (type !== "number" && type !== "integer" && type !== "text") return mismatch;
  if (number === null) return value(null);
  if (typeof number !== "number" || !Number.isFinite(number)) return mismatch;
  if (type === "integer" && !Number.isInteger(number)) return unknown("The number is not a whole number.");
  return value(decimalText(number));
}

function ofBoolean(type: FieldType, checked: unknown): Decoded {
  if (checked === null && (type === "boolean" || type === "text")) return value(null);
  if (typeof checked !== "boolean") return mismatch;
  if (type === "text") return value(String(checked));
  return type === "boolean" ? value(checked) : mismatch;
}

function ofOption(type: FieldType, option: unknown): Decoded {
  if (type !== "select" && type !== "text") return mismatch;
  if (option === null) return value(null);
  const name = isJson(option) ? textAt(option, "name") : null;
  return name === null ? mismatch : value(name);
}

function ofSet(
  type: FieldType,
  members: readonly Json[] | null,
  nameOf: (member: Json) => string | null,
): Decoded {
  if (type !== "multi-select" && type !== "relation") return mismatch;
  const names = members?.map(nameOf) ?? [null];
  return names.every((name) => name !== null)
    ? value(canonicalSet(names))
    : unknown("The list has a form that is not known.");
}

function ofDate(type: FieldType, date: unknown): Decoded {
  if (date === null && (isTimeType(type) || type === "text")) return value(null);
  const start = isJson(date) ? textAt(date, "start") : null;
  if (!isJson(date) || start === null) return mismatch;
  // Writing the start alone would destroy the end.
  if (typeof date.end === "string")
    return unknown(
      "The date has an end, which the field cannot hold; in Notion, keep the end in a property of its own.",
    );
  if (type === "text") return value(start);
  if (!isTimeType(type)) return mismatch;
  if (typeof date.time_zone === "string" && !/(Z|[+-]\d\d:\d\d)$/.test(start)) {
    return unknown("The date is given in a named time zone.");
  }
  const decoded = decodeTime(type, start);
  return "value" in decoded ? value(decoded.value) : unknown(decoded.reason);
}

function ofUniqueId(type: FieldType, id: Json): Decoded {
  if (id.number === null) return value(null);
  if (typeof id.number !== "number") return mismatch;
  if (type !== "text") return ofNumber(type, id.number);
  const prefix = textAt(id, "prefix");
  return value(
    prefix === null || prefix === "" ? decimalText(id.number) : `${prefix}-${decimalText(id.number)}`,
  );
}

function ofFiles(type: FieldType, files: readonly Json[] | null): Decoded {
  if ((type !== "json" && type !== "multi-select") || files === null) return mismatch;
  const decoded = decodeFiles(type, files);
  return "value" in decoded ? value(decoded.value) : unknown(decoded.reason);
}

/** The result of a formula or rollup, by its own type. */
function ofResult(type: FieldType, result: Json): Decoded {
  switch (result.type) {
    case "string":
      return result.string === null || result.string === "" ? value(null) : ofText(type, result.string);
    case "number":
      return ofNumber(type, result.number);
    case "boolean":
      return ofBoolean(type, result.boolean);
    case "date":
      return ofDate(type, result.date);
    default:
      return unknown("Notion does not give the computed value.");
  }
}
