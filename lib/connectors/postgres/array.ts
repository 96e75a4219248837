import type { FieldType, Value } from "@/lib/engine/value";
import { type Decoded, type Encoded, isUnholdable, refuse, tooLong, unreadable, value } from "./cell";
import type { Column } from "./introspect";
import { canonicalJson } from "./json";

/** What `arrayText` yields instead of the members. */
const ELSEWHERE = '"bounds"';

/**
 * SQL of an array as JSON, or the mark of one whose numbers do not begin at 1: JSON would lose where they do. `name`
 * is the quoted column.
 */
export const arrayText = (name: string): string =>
  `case when array_dims(${name}) ~ '\\[(?!1:)' then '${ELSEWHERE}' else array_to_json(${name})::text end`;

/**
 * An array in order as JSON, or as a set of options. A set has neither repeats nor empty members, and would be
 * written back without them: such an array is unreadable as one.
 */
export function decodeArray(type: FieldType, raw: string): Decoded {
  if (raw === ELSEWHERE) return unreadable("The array does not begin at position 1.");
  if (type === "json") {
    const text = canonicalJson(raw);
    return text === null ? unreadable("The array cannot be told as JSON.") : value(text);
  }
  const members: unknown = JSON.parse(raw);
  if (!Array.isArray(members) || !members.every((member) => typeof member === "string")) {
    return unreadable("The array is nested or has empty members; map it as JSON to keep them.");
  }
  const set = [...new Set<string>(members)].sort();
  if (set.length < members.length) {
    return unreadable("The array holds a member more than once; map it as JSON to keep all.");
  }
  return value(set.length === 0 ? null : set);
}

export const encodeArray = (column: Column, type: FieldType, cell: Value): Encoded =>
  type === "json" ? encodeList(column, cell) : encodeSet(column, cell);

/** JSON of a list of texts, in order and with its repeats and nulls. */
function encodeList(column: Column, cell: Value): Encoded {
  if (cell === null) {
    return column.required
      ? refuse("required", "The column must have a value.")
      : { ok: true, wire: null, value: null };
  }
  const text = typeof cell === "string" ? canonicalJson(cell) : null;
  const members: unknown = text === null ? null : JSON.parse(text);
  if (text === null || !Array.isArray(members) || !members.every(isMember)) {
    return refuse("form", "The column holds a list of texts: give a JSON array of strings and nulls.");
  }
  const refusal = refusalOf(
    column,
    members.filter((each) => each !== null),
  );
  return refusal ?? { ok: true, wire: members, value: text };
}

const isMember = (each: unknown): each is string | null => each === null || typeof each === "string";

function encodeSet(column: Column, cell: Value): Encoded {
  const members = cell === null ? [] : cell;
  if (typeof members === "string" || typeof members === "boolean") {
    return refuse("type", "The column holds a list.");
  }
  const set = [...new Set(members)].sort();
  const refusal = refusalOf(column, set);
  if (refusal) return refusal;
  if (set.length > 0) return { ok: true, wire: set, value: set };
  return { ok: true, wire: column.required ? [] : null, value: null };
}

/** Why the column cannot hold one of these members; null = it can. */
function refusalOf(column: Column, members: readonly string[]): Encoded | null {
  if (column.options && !members.every((member) => column.options?.includes(member))) {
    return refuse("option", "The column does not offer one of these options.");
  }
  if (members.some(isUnholdable)) {
    return refuse("character", "A member has a character that PostgreSQL cannot hold.");
  }
  const limit = column.modifier > 4 ? column.modifier - 4 : Number.POSITIVE_INFINITY;
  if (members.some((member) => [...member].length > limit)) {
    return refuse("too-long", `A member is longer than ${limit} characters.`);
  }
  return tooLong(members.join());
}
