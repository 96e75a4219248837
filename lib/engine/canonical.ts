import type { Cells, Value } from "./value";

/** Part of every row hash: raising it means "hash again", never "every row changed". */
export const NORMALISER_VERSION = "1";

/** More digits than any system holds (PostgreSQL's numeric: 131,072 before the point, 16,383 after). */
const MAX_DIGITS = 150_000;

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

/** A decimal number in any usual notation as the canonical text of `Value`; null = it is not a number. */
export function normaliseNumber(text: string): string | null {
  if (text.length > MAX_DIGITS) return null;
  const parts = NUMBER.exec(text);
  if (parts === null) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const digits = whole + fraction;
  if (digits === "") return null;
  const first = firstNonZero(digits);
  if (first === digits.length) return "0";
  const significant = digits.slice(first, endWithoutZeros(digits));
  const point = whole.length + Number(exponent) - first;
  if (Math.abs(point) > MAX_DIGITS) return null;
  const placed = (sign === "-" ? "-" : "") + placePoint(significant, point);
  return placed.length > MAX_DIGITS ? null : placed;
}

function placePoint(digits: string, point: number): string {
  if (point <= 0) return `0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return digits + "0".repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

function firstNonZero(digits: string): number {
  let at = 0;
  while (digits[at] === "0") at++;
  return at;
}

function endWithoutZeros(digits: string): number {
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  return end;
}

/** Members sorted by UTF-16 code unit, each once; null for the empty set. */
export function normaliseSet(list: readonly string[]): readonly string[] | null {
  if (list.length === 0) return null;
  return [...new Set(list)].sort();
}

/** RFC 8785 text of one canonical value. Lone surrogates are escaped, so that it is total. */
export function canonicalJson(value: Value): string {
  return JSON.stringify(value);
}

/**
 * RFC 8785 text of a row: the given fields, which must be sorted by UTF-16 code unit. A field without an entry
 * is left out, so "not known" and "no value" never share a text.
 */
export function rowText(cells: Cells, sortedFieldIds: readonly string[]): string {
  const picked: Record<string, Value | undefined> = {};
  for (const id of sortedFieldIds) picked[id] = cells[id];
  return JSON.stringify(picked);
}

/** 32 hex digits (128 bits) over the normaliser's version and the row's text. `digest`: SHA-256 as hex. */
export function rowHash(
  cells: Cells,
  sortedFieldIds: readonly string[],
  digest: (text: string) => string,
): string {
  return digest(`${NORMALISER_VERSION}|${rowText(cells, sortedFieldIds)}`).slice(0, 32);
}

/** The canonical text of a row's key; null if a part is missing or empty: such a row has no key. */
export function keyText(cells: Cells, keyFields: readonly string[]): string | null {
  return keyOf(cells, keyFields, (part) => part);
}

/**
 * The text by which rows are matched: `keyText`, with `normalise` over its text parts as `foldText` leaves them.
 * Null if a part is missing or empty, also one that only white space fills once it is folded.
 */
export function matchKey(cells: Cells, keyFields: readonly string[], normalise: boolean): string | null {
  if (!normalise) return keyText(cells, keyFields);
  return keyOf(cells, keyFields, (part) => (typeof part === "string" ? foldText(part) : part));
}

/**
 * Unicode form NFKC, lower case without regard to any language (and NFKC again, which that may have undone), each
 * run of white space one space, none at the ends.
 */
export function foldText(text: string): string {
  return text.normalize("NFKC").toLowerCase().normalize("NFKC").replace(/\s+/gu, " ").trim();
}

function keyOf(cells: Cells, keyFields: readonly string[], formOf: (part: Value) => Value): string | null {
  if (keyFields.length === 0) return null;
  const parts: Value[] = [];
  for (const id of keyFields) {
    const part = formOf(cells[id] ?? null);
    if (part === null || part === "") return null;
    parts.push(part);
  }
  return JSON.stringify(parts);
}
