import { normaliseNumber, normaliseSet } from "./canonical";
import { compareTexts } from "./compare-values";
import type { Field } from "./field";
import { isSet } from "./set-merge";
import { unreachable } from "./unreachable";
import { type Cells, type FieldType, type Value, valuesEqual } from "./value";

/** One test of one cell's canonical value; `value` is what it is held against, a list for the one-of tests. */
export interface Condition {
  readonly field: string;
  readonly is:
    | "equal"
    | "not-equal"
    | "one-of"
    | "not-one-of"
    | "empty"
    | "not-empty"
    | "contains"
    | "greater"
    | "less";
  readonly value?: Value;
}

/** Which rows a registry syncs: those that meet all, or any, of the conditions. */
export type Filter = { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] };

/** Whether a row's canonical cells pass; null = there is no filter, every row passes. Total. */
export function matchesFilter(filter: Filter | null, cells: Cells, fields: readonly Field[]): boolean {
  if (filter === null) return true;
  const meets = (condition: Condition) => meetsCondition(condition, cells, fields);
  return "all" in filter ? filter.all.every(meets) : filter.any.some(meets);
}

/** What a row meets that has no such field: as if its cell were empty, but no value is equal to nothing at all. */
const MET_WITHOUT_FIELD: ReadonlySet<Condition["is"]> = new Set(["empty", "not-equal", "not-one-of"]);

function meetsCondition(condition: Condition, cells: Cells, fields: readonly Field[]): boolean {
  const type = fields.find((field) => field.id === condition.field)?.type;
  if (type === undefined) return MET_WITHOUT_FIELD.has(condition.is);
  const cell = cells[condition.field] ?? null;
  const value = condition.value ?? null;
  switch (condition.is) {
    case "equal":
      return isEqual(type, cell, value);
    case "not-equal":
      return !isEqual(type, cell, value);
    case "one-of":
      return isOneOf(type, cell, value);
    case "not-one-of":
      return !isOneOf(type, cell, value);
    case "empty":
      return isEmpty(cell);
    case "not-empty":
      return !isEmpty(cell);
    case "contains":
      return contains(type, cell, value);
    case "greater":
      return (orderOf(type, cell, value) ?? 0) > 0;
    case "less":
      return (orderOf(type, cell, value) ?? 0) < 0;
    default:
      return unreachable(condition.is);
  }
}

function isEmpty(cell: Value): boolean {
  return cell === null || cell === "";
}

function isEqual(type: FieldType, cell: Value, value: Value): boolean {
  if (type === "multi-select" || type === "relation") {
    return valuesEqual(normaliseSet(membersOf(cell)), normaliseSet(membersOf(value)));
  }
  if (typeof cell === "string" && typeof value === "string" && isNumeric(type)) {
    const [left, right] = [normaliseNumber(cell), normaliseNumber(value)];
    return left !== null && left === right;
  }
  return valuesEqual(cell, value);
}

/** A set is one of the listed if any of its members is. */
function isOneOf(type: FieldType, cell: Value, value: Value): boolean {
  const listed = membersOf(value);
  if (isSet(cell)) return cell.some((member) => listed.includes(member));
  return listed.some((each) => isEqual(type, cell, each));
}

/** A set contains a member (of several, each); a text contains a part of it, upper and lower case apart. */
function contains(type: FieldType, cell: Value, value: Value): boolean {
  if (isSet(cell)) {
    const sought = membersOf(value);
    return sought.length > 0 && sought.every((member) => cell.includes(member));
  }
  const isText = type === "text" || type === "select";
  return isText && typeof cell === "string" && typeof value === "string" && cell.includes(value);
}

function orderOf(type: FieldType, cell: Value, value: Value): number | null {
  return typeof cell === "string" && typeof value === "string" ? compareTexts(type, cell, value) : null;
}

function membersOf(value: Value): readonly string[] {
  if (isSet(value)) return value;
  return typeof value === "string" ? [value] : [];
}

function isNumeric(type: FieldType): boolean {
  return type === "number" || type === "integer";
}
