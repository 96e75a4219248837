import type { FieldType, Value } from "@/lib/engine/value";
import type { PropertyRequest } from "./client";
import { encodeFiles } from "./file-codec";
import { dashedId } from "./ids";
import { canonicalJson } from "./json-text";
import { exactDouble, isCanonicalDecimal } from "./number-codec";
import { canonicalSet, optionRefusal, optionsRefusal } from "./option-codec";
import { emailText } from "./person";
import { richText, textRefusal } from "./text-codec";
import { encodeTime, isTimeType } from "./time-codec";

/**
 * What to send for a value, and `held`: what the property then reads as (`decode(encode(value))`).
 * `unsendable` says why a value that Notion may well show cannot be written: every value that is read
 * projects to itself, also in a computed property or beyond the size of one request.
 */
export type Encoded =
  | {
      readonly ok: true;
      readonly held: Value;
      readonly request: PropertyRequest;
      readonly unsendable: null;
    }
  | { readonly ok: true; readonly held: Value; readonly request: null; readonly unsendable: Refusal }
  | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly reason: string;
  readonly message: string;
}

/** https://developers.notion.com/reference/request-limits */
const URL_LENGTH = 2_000;
const CONTACT_LENGTH = 100;
const RELATED = 100;
const OPTIONS = 100;
const PEOPLE = 100;

const sent = (request: PropertyRequest, held: Value): Encoded => ({
  ok: true,
  request,
  held,
  unsendable: null,
});
const shownOnly = (held: Value, reason: string, message: string): Encoded => ({
  ok: true,
  request: null,
  held,
  unsendable: refused(reason, message),
});
const refused = (reason: string, message: string): Refusal => ({ ok: false, reason, message });
const notANumber = refused("not-a-number", "The value is not a number in plain digits.");
const wrongType = refused("wrong-type", "The property cannot hold this type of value.");

/** Pure; knows the property's type but not its options (see `option-check`). */
export function encode(type: FieldType, native: string, value: Value): Encoded {
  switch (native) {
    case "title":
    case "rich_text":
      return asRichText(type, native, value);
    case "url":
    case "email":
    case "phone_number":
      return type === "text" ? asLine(native, value) : wrongType;
    case "number":
      return asNumber(type, value);
    case "checkbox":
      return type === "boolean" ? asCheckbox(value) : wrongType;
    case "select":
    case "status":
      if (type === "text") return asOption(native, value === "" ? null : value);
      return type === "select" ? asOption(native, value) : wrongType;
    case "multi_select":
      return type === "multi-select" ? asMultiSelect(value) : wrongType;
    case "people":
      return type === "multi-select" ? asPeople(value) : wrongType;
    case "files":
      return asFiles(type, value);
    case "date":
      return asDate(type, value);
    case "relation":
      return type === "relation" ? asRelation(value) : wrongType;
    default:
      return shownOnly(value, "read-only", "Notion computes this property or does not let it be written.");
  }
}

function asRichText(type: FieldType, native: "title" | "rich_text", value: Value): Encoded {
  if (value !== null && typeof value !== "string") return wrongType;
  const text = writtenText(type, value);
  if (typeof text !== "string") return text;
  const refusal = textRefusal(text);
  if (refusal) return refused(refusal.reason, refusal.message);
  const pieces = richText(text);
  if (pieces === null) return refused("text-too-long", "The text is longer than a Notion property can hold.");
  return sent(native === "title" ? { title: pieces } : { rich_text: pieces }, text === "" ? null : text);
}

/** The text that carries a value of another type. */
function writtenText(type: FieldType, value: string | null): string | Refusal {
  switch (type) {
    case "text":
      return value ?? "";
    case "integer":
      if (value === null) return "";
      if (value.includes(".")) return refused("not-whole", "The number is not a whole number.");
      return isCanonicalDecimal(value) ? value : notANumber;
    case "number":
      if (value === null) return "";
      return isCanonicalDecimal(value) ? value : notANumber;
    case "json":
      if (value === null) return "";
      return canonicalJson(value) ?? refused("not-json", "The value is not JSON.");
    default:
      return wrongType;
  }
}

function asLine(native: "url" | "email" | "phone_number", value: Value): Encoded {
  if (value !== null && typeof value !== "string") return wrongType;
  const text = value === "" ? null : value;
  const most = native === "url" ? URL_LENGTH : CONTACT_LENGTH;
  if (text !== null) {
    if (text.length > most) return refused("text-too-long", `The property holds at most ${most} characters.`);
    const refusal = textRefusal(text);
    if (refusal) return refused(refusal.reason, refusal.message);
  }
  if (native === "url") return sent({ url: text }, text);
  return sent(native === "email" ? { email: text } : { phone_number: text }, text);
}

function asNumber(type: FieldType, value: Value): Encoded {
  if (type !== "number" && type !== "integer" && type !== "text") return wrongType;
  if (value === null || value === "") return sent({ number: null }, null);
  if (typeof value !== "string") return wrongType;
  if (!isCanonicalDecimal(value))
    return refused("not-a-number", "The value is not a number in plain digits.");
  if (type === "integer" && value.includes("."))
    return refused("not-whole", "The number is not a whole number.");
  const double = exactDouble(value);
  if (double === null) return refused("number-precision", "The number is beyond double precision.");
  return sent({ number: double }, value);
}

/** A checkbox has two states: no value reads as not ticked. */
function asCheckbox(value: Value): Encoded {
  if (value !== null && typeof value !== "boolean") return wrongType;
  return sent({ checkbox: value ?? false }, value ?? false);
}

/** Null would set a status to its default option, so a status cannot be cleared. */
function asOption(native: "select" | "status", value: Value): Encoded {
  if (value === null) {
    if (native === "select") return sent({ select: null }, null);
    return refused("status-empty", "A Notion status cannot be empty.");
  }
  if (typeof value !== "string") return wrongType;
  const refusal = optionRefusal(value);
  if (refusal) return refused(refusal.reason, refusal.message);
  return sent(native === "select" ? { select: { name: value } } : { status: { name: value } }, value);
}

function asMultiSelect(value: Value): Encoded {
  if (value === null) return sent({ multi_select: [] }, null);
  if (!isList(value)) return wrongType;
  const names = canonicalSet(value) ?? [];
  const refusal = optionsRefusal(names);
  if (refusal) return refused(refusal.reason, refusal.message);
  if (names.length > OPTIONS) {
    return shownOnly(names, "too-many-options", "Notion takes at most 100 options in one write.");
  }
  return sent({ multi_select: names.map((name) => ({ name })) }, canonicalSet(names));
}

function asDate(type: FieldType, value: Value): Encoded {
  if (!isTimeType(type)) return wrongType;
  if (value === null) return sent({ date: null }, null);
  const encoded = typeof value === "string" ? encodeTime(type, value) : null;
  if (encoded === null) return refused("not-a-date", "The value is not a date that Notion can hold.");
  return sent({ date: { start: encoded.start } }, encoded.held);
}

function asRelation(value: Value): Encoded {
  if (value === null) return sent({ relation: [] }, null);
  if (!isList(value)) return wrongType;
  const ids = value.map(dashedId);
  if (!ids.every((id) => id !== null)) return refused("not-a-page", "A relation holds ids of Notion pages.");
  const set = canonicalSet(ids) ?? [];
  if (set.length > RELATED) {
    return shownOnly(set, "relation-too-long", "Notion takes at most 100 related pages in one write.");
  }
  return sent({ relation: set.map((id) => ({ id })) }, canonicalSet(set));
}

/** The request names people as the cell does: before it is sent, their ids are put in (see `people-book`). */
function asPeople(value: Value): Encoded {
  if (value === null) return sent({ people: [] }, null);
  if (!isList(value)) return wrongType;
  const people = value.map((person) => dashedId(person) ?? emailText(person));
  if (!people.every((person) => person !== null)) {
    return refused("not-a-person", "A person is named by an e-mail address or a Notion user id.");
  }
  const set = canonicalSet(people) ?? [];
  if (set.length > PEOPLE) {
    return shownOnly(set, "too-many-people", "Notion takes at most 100 people in one write.");
  }
  return sent({ people: set.map((id) => ({ id })) }, canonicalSet(set));
}

function asFiles(type: FieldType, value: Value): Encoded {
  if (type !== "json" && type !== "multi-select") return wrongType;
  const encoded = encodeFiles(type, value);
  if (!("held" in encoded)) return refused(encoded.reason, encoded.message);
  if ("unsendable" in encoded)
    return shownOnly(encoded.held, encoded.unsendable.reason, encoded.unsendable.message);
  return sent({ files: [...encoded.links] }, encoded.held);
}

const isList = (value: Value): value is readonly string[] => Array.isArray(value);
