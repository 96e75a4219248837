import type { Cells, Value } from "@/lib/engine/value";
import { type AskedFor, fateOf, type KeyedSide, keyTable } from "./key-result";
import type { SurveyedRecord } from "./surveyed-rows";

/** A row as a first sync would begin with it. */
export interface MergedRow {
  readonly cells: Cells;
}

/**
 * The rows that the key makes of the records: of each field the value of the first side that is read and has one, as no
 * rule of who wins can take it from nothing. Without a key the first side's records are the rows.
 */
export function mergedRows(
  sides: readonly KeyedSide[],
  asked: AskedFor,
  fields: readonly string[],
): MergedRow[] {
  const [first] = sides;
  if (asked.fields.length === 0)
    return (first?.records ?? []).map((record) => ({ cells: merged([record], fields) }));
  const byPlace = new Map<string, SurveyedRecord>(
    sides.flatMap(({ ref, records }) => records.map((record) => [`${ref} ${record.at}`, record] as const)),
  );
  const read = new Set(sides.filter(({ reads }) => reads).map(({ ref }) => ref));
  return [...keyTable(sides, asked).holders.values()].flatMap((holders) => {
    if (!ROWS.has(fateOf(holders, sides))) return [];
    const records = holders.flatMap(({ side, at: [at, ...others] }) => {
      const record = read.has(side) && others.length === 0 ? byPlace.get(`${side} ${at}`) : undefined;
      return record ? [record] : [];
    });
    return records.length > 0 ? [{ cells: merged(records, fields) }] : [];
  });
}

const ROWS: ReadonlySet<string> = new Set(["matched", "partly", "only"]);

const merged = (records: readonly SurveyedRecord[], fields: readonly string[]): Cells =>
  Object.fromEntries(fields.map((field) => [field, valueIn(records, field)]));

function valueIn(records: readonly SurveyedRecord[], field: string): Value {
  for (const record of records) {
    const cell = record.shown(field);
    if (cell?.ok && cell.value !== null) return cell.value;
  }
  return null;
}
