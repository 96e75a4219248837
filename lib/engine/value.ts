/**
 * A cell's canonical value: one form for one meaning, whatever system it was read from.
 *
 * | field type     | form |
 * | -------------- | ---- |
 * | text           | the string as it stands (no trimming, no Unicode folding) |
 * | number         | decimal digits: no exponent, no plus, no trailing zeros, `0` for minus zero |
 * | integer        | the same without a point |
 * | boolean        | true or false |
 * | date           | `YYYY-MM-DD` |
 * | datetime       | an instant, `YYYY-MM-DDTHH:MM:SS[.f]Z`, fraction of 1-6 digits without trailing zeros |
 * | local-datetime | a wall clock without zone, the same form without `Z` |
 * | select         | the option's name |
 * | multi-select   | a set of option names: sorted by UTF-16 code unit, no duplicates |
 * | json           | RFC 8785 text |
 * | relation       | a set of the target rows' ids (inside a connector: of the target's references on that side) |
 *
 * `null` is "no value" for every type; the empty string is a value of text only, the empty set is `null`.
 */
export type Value = null | boolean | string | readonly string[];

/** Every type a canonical field can have; the table above says what its values look like. */
export const FIELD_TYPES = [
  "text",
  "number",
  "integer",
  "boolean",
  "date",
  "datetime",
  "local-datetime",
  "select",
  "multi-select",
  "json",
  "relation",
] as const;

export type FieldType = (typeof FIELD_TYPES)[number];

/**
 * A row's cells by field id. A field without an entry is *not known* (never read, never merged); a field with
 * no value has the entry `null`. Field ids match `FIELD_ID`, so no key can reach a prototype.
 */
export type Cells = Readonly<Record<string, Value>>;

/** Ids are given by us when a field is made and outlive its renames. `constructor` would reach a prototype. */
export const FIELD_ID = /^(?!constructor$)[a-z][a-z0-9_]{0,62}$/;

/** Sets hold their members sorted and once, so equal values are equal by position. */
export function valuesEqual(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.length === b.length && a.every((member, at) => member === b[at]);
}
