import type { SideRecord } from "@/lib/connectors/connector";
import type { SurveyRecord } from "@/lib/db/rows/survey";
import { FIELD_TYPES, type FieldType, type Value, valuesEqual } from "@/lib/engine/value";
import type { SurveyedColumn } from "./survey-progress";

/**
 * A surveyed cell stands under its column's id as the column's usual type shows it. As another type it is kept only where
 * it then differs (`c0:date`, in a list of one, so that no value is told from none), and under `c0*` stand the types
 * that cannot show it, a letter each. So a table whose columns carry any type costs little more than its cells.
 */

/** The field that a column is read as, by a name of its own. */
export const readAs = (column: SurveyedColumn, type: FieldType): string =>
  type === column.types[0] ? column.id : `${column.id}_${letterOf(type)}`;

const letterOf = (type: FieldType): string => FIELD_TYPES.indexOf(type).toString(36);

const otherName = (id: string, type: FieldType): string => `${id}:${type}`;
const barredName = (id: string): string => `${id}*`;

/** A record as it is kept. What Postgres cannot hold as text counts as unread, never as changed. */
export function surveyRecord(
  { cells, unknown }: Pick<SideRecord, "cells" | "unknown">,
  columns: readonly SurveyedColumn[],
): SurveyRecord {
  const kept: Record<string, Value | readonly [Value]> = {};
  const unread: Record<string, string> = {};
  for (const column of columns) {
    const [usual, ...others] = column.types;
    if (usual === undefined) continue;
    const value = cells[column.id];
    if (value === undefined) unread[column.id] = unknown[column.id] ?? "It was not read.";
    else if (isStorable(value)) kept[column.id] = value;
    else unread[column.id] = "The text holds a character that cannot be kept.";
    let barred = "";
    for (const type of others) {
      const other = cells[readAs(column, type)];
      if (other === undefined || !isStorable(other)) barred += letterOf(type);
      else if (!valuesEqual(other, expectedAs(type, kept[column.id])))
        kept[otherName(column.id, type)] = [other];
    }
    if (barred !== "") unread[barredName(column.id)] = barred;
  }
  return { cells: kept, unread: Object.keys(unread).length > 0 ? unread : null };
}

/** What a usual value shows as another type, unless it is kept otherwise. */
const expectedAs = (type: FieldType, usual: Value | readonly [Value] | undefined): Value =>
  typeof usual === "string" && type === "multi-select" ? [usual] : ((usual ?? null) as Value);

/** The names to ask for, for a column as a type. */
export const namesOf = (column: SurveyedColumn, type: FieldType): readonly [string, string, string] => [
  column.id,
  otherName(column.id, type),
  barredName(column.id),
];

/** What a record shows: a value, or why there is none. */
export type Shown =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly because: string; readonly usual: Value };

/** The cell as a type, of what was kept under the names of `namesOf`, in their order. */
export function shownAs(
  column: SurveyedColumn,
  type: FieldType,
  { cells, unread }: { readonly cells: readonly unknown[]; readonly unread: readonly (string | null)[] },
): Shown {
  const usual = (cells[0] ?? null) as Value;
  const isUnread = typeof unread[0] === "string";
  if (type === column.types[0])
    return isUnread ? { ok: false, because: unread[0] ?? "", usual } : { ok: true, value: usual };
  if (!column.types.includes(type))
    return {
      ok: false,
      because: `"${column.name}" (${column.native}) cannot carry the type ${type}.`,
      usual,
    };
  if ((unread[2] ?? "").includes(letterOf(type)))
    return { ok: false, because: isUnread ? (unread[0] ?? "") : NOT_SHOWN[type], usual };
  const other = cells[1];
  return { ok: true, value: Array.isArray(other) ? (other[0] as Value) : expectedAs(type, usual) };
}

const NOT_SHOWN: Readonly<Record<FieldType, string>> = {
  text: "It cannot be read as text.",
  number: "It is no number.",
  integer: "It is no whole number.",
  boolean: "It is neither true nor false.",
  date: "It is no date.",
  datetime: "It is no moment in time.",
  "local-datetime": "It is no date with a time of day.",
  select: "It is no option.",
  "multi-select": "It is no list of options.",
  json: "It is no JSON.",
  relation: "It points at no record.",
};

function isStorable(value: Value): boolean {
  if (typeof value === "string") return !value.includes("\u0000") && value.isWellFormed();
  return !Array.isArray(value) || value.every((member: string) => isStorable(member));
}
