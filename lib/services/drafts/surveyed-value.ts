import type { SideRecord } from "@/lib/connectors/connector";
import type { SurveyChunk } from "@/lib/db/rows/survey";
import { FIELD_TYPES, type FieldType, type Value, valuesEqual } from "@/lib/engine/value";
import type { SurveyedColumn } from "./survey-progress";

/**
 * A surveyed value stands under its column's id as the column's usual type shows it, or under `c0!` why it could not be
 * read. As another type it is kept only where it then differs (`c0:date`), and under `c0*` stand the types that cannot show
 * it, a letter each. So a table whose columns carry any type costs little more than its cells.
 */

/** The field that a column is read as, by a name of its own. */
export const readAs = (column: SurveyedColumn, type: FieldType): string =>
  type === column.types[0] ? column.id : `${column.id}_${letterOf(type)}`;

const letterOf = (type: FieldType): string => FIELD_TYPES.indexOf(type).toString(36);

const otherName = (id: string, type: FieldType): string => `${id}:${type}`;
const barredName = (id: string): string => `${id}*`;
const reasonName = (id: string): string => `${id}!`;

type Read = Pick<SideRecord, "cells" | "unknown">;

/** A page of records as it is kept, column by column. What Postgres cannot hold as text counts as unread, never as changed. */
export function surveyChunks(records: readonly Read[], columns: readonly SurveyedColumn[]): SurveyChunk[] {
  return columns
    .flatMap((column) => [
      { name: column.id, items: records.map((record) => usualOf(column, record)) },
      { name: reasonName(column.id), items: records.map((record) => reasonOf(column, record)) },
      { name: barredName(column.id), items: records.map((record) => barredIn(column, record) || null) },
      ...column.types.slice(1).map((type) => ({
        name: otherName(column.id, type),
        items: records.map((record) => otherAs(column, type, record)),
      })),
    ])
    .filter(({ items }) => items.some((item) => item !== null));
}

/** Null where there is no value, or none that can be kept. */
function usualOf({ id }: SurveyedColumn, { cells }: Read): Value {
  const value = cells[id] ?? null;
  return isStorable(value) ? value : null;
}

function reasonOf({ id }: SurveyedColumn, { cells, unknown }: Read): string | null {
  const value = cells[id];
  if (value === undefined) return unknown[id] ?? "It was not read.";
  return isStorable(value) ? null : "The text holds a character that cannot be kept.";
}

/** The letters of the types that cannot show it. */
const barredIn = (column: SurveyedColumn, { cells }: Read): string =>
  column.types
    .slice(1)
    .filter((type) => {
      const other = cells[readAs(column, type)];
      return other === undefined || !isStorable(other);
    })
    .map(letterOf)
    .join("");

/** In a list of one, so that an empty value is told from one that is as expected. */
function otherAs(column: SurveyedColumn, type: FieldType, record: Read): readonly [Value] | null {
  const other = record.cells[readAs(column, type)];
  if (other === undefined || !isStorable(other)) return null;
  return valuesEqual(other, expectedAs(type, usualOf(column, record))) ? null : [other];
}

/** What a usual value shows as another type, unless it is kept otherwise. */
const expectedAs = (type: FieldType, usual: Value): Value =>
  typeof usual === "string" && type === "multi-select" ? [usual] : usual;

/** The names to ask for, for a column as a type. */
export const namesOf = ({ id }: SurveyedColumn, type: FieldType): readonly string[] => [
  id,
  reasonName(id),
  barredName(id),
  otherName(id, type),
];

/** What a record shows: a value, or why there is none. */
export type Shown =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly because: string; readonly usual: Value };

/** A record's cell as a type, of what was kept under the names of `namesOf`. */
export function shownAs(
  column: SurveyedColumn,
  type: FieldType,
  kept: ReadonlyMap<string, readonly unknown[]>,
  at: number,
): Shown {
  const of = (name: string): unknown => kept.get(name)?.[at] ?? null;
  const usual = of(column.id) as Value;
  const reason = of(reasonName(column.id)) as string | null;
  if (type === column.types[0])
    return reason === null ? { ok: true, value: usual } : { ok: false, because: reason, usual };
  if (!column.types.includes(type))
    return {
      ok: false,
      because: `"${column.name}" (${column.native}) cannot carry the type ${type}.`,
      usual,
    };
  const barred = (of(barredName(column.id)) ?? "") as string;
  if (barred.includes(letterOf(type))) return { ok: false, because: reason ?? NOT_SHOWN[type], usual };
  const other = of(otherName(column.id, type)) as readonly [Value] | null;
  return { ok: true, value: other === null ? expectedAs(type, usual) : other[0] };
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
