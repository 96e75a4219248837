import { keyText, matchKey } from "@/lib/engine/canonical";
import type { MatchMode } from "@/lib/engine/match";
import type { Cells, Value } from "@/lib/engine/value";
import { counted, formatCount } from "@/lib/format/count";
import type { KeyResult } from "./draft-view";
import type { SurveyedRecord } from "./surveyed-rows";

/** A side as its records' keys show it. */
export interface KeyedSide {
  readonly ref: string;
  readonly title: string;
  readonly mode: MatchMode;
  /** Its values come into the registry; the registry's are written to it. */
  readonly reads: boolean;
  readonly writes: boolean;
  readonly records: readonly SurveyedRecord[];
}

export interface AskedFor {
  readonly fields: readonly string[];
  readonly normalise: boolean;
  readonly match: MatchMode;
}

/** Of one key: the records that have it, by side, in the order of the sides. */
export type KeyHolders = readonly { readonly side: string; readonly at: readonly number[] }[];

export interface KeyTable {
  readonly holders: ReadonlyMap<string, KeyHolders>;
  /** Records with an empty or unreadable part of the key, by side. */
  readonly keyless: ReadonlyMap<string, readonly number[]>;
}

/** The records by their key, in the form in which keys are matched; as a first sync would group them. */
export function keyTable(sides: readonly KeyedSide[], { fields, normalise }: AskedFor): KeyTable {
  const holders = new Map<string, { side: string; at: number[] }[]>();
  const keyless = new Map<string, number[]>();
  for (const { ref, records } of sides) {
    const without: number[] = [];
    keyless.set(ref, without);
    for (const record of records) {
      const key = recordKey(record, fields, normalise);
      if (key === null) without.push(record.at);
      else hold(holders, key, ref, record.at);
    }
  }
  return { holders, keyless };
}

function hold(
  holders: Map<string, { side: string; at: number[] }[]>,
  key: string,
  ref: string,
  at: number,
): void {
  const of = holders.get(key);
  const own = of?.find(({ side }) => side === ref);
  if (own) own.at.push(at);
  else if (of) of.push({ side: ref, at: [at] });
  else holders.set(key, [{ side: ref, at: [at] }]);
}

/** The key as text; null where a part of it is empty or cannot be read. */
export function recordKey(
  record: Pick<SurveyedRecord, "shown">,
  fields: readonly string[],
  normalise: boolean,
): string | null {
  return matchKey(cellsIn(record, fields), fields, normalise);
}

/** The key's values for people to find the row by; null as in `recordKey`. */
export function shownKey(record: Pick<SurveyedRecord, "shown">, fields: readonly string[]): string[] | null {
  const text = keyText(cellsIn(record, fields), fields);
  return text === null ? null : (JSON.parse(text) as Value[]).map((part) => String(part));
}

function cellsIn(record: Pick<SurveyedRecord, "shown">, fields: readonly string[]): Cells {
  const cells: Record<string, Value> = {};
  for (const field of fields) {
    const cell = record.shown(field);
    if (cell?.ok) cells[field] = cell.value;
  }
  return cells;
}

/** What a key's holders come to in a first sync. */
export type KeyFate = "matched" | "partly" | "only" | "left" | "collision" | "none";

/**
 * - matched, partly, only: a row, of all sides' records, of several's, of one's.
 * - left: the side's records make no rows by themselves. collision: several sides have the key, and one never matches.
 * - none: every side that has it has it more than once.
 */
export function fateOf(holders: KeyHolders, sides: readonly KeyedSide[]): KeyFate {
  const own = holders.filter(({ at }) => at.length === 1);
  const modes = own.map(({ side }) => sides.find(({ ref }) => ref === side)?.mode ?? "match-then-create");
  const [mode] = modes;
  if (mode === undefined) return "none";
  if (own.length > 1 && modes.includes("create-only")) return "collision";
  if (own.length === 1 && mode === "match-only") return "left";
  if (own.length === sides.length) return "matched";
  return holders.length > 1 ? "partly" : "only";
}

interface SideTally {
  only: number;
  keys: number;
  records: number;
  creates: number;
  left: number;
}

/** How a key tells the rows of all sides apart, and what a first sync would make of them. */
export function keyResult(sides: readonly KeyedSide[], asked: AskedFor): KeyResult {
  const table = keyTable(sides, asked);
  const tallies = new Map<string, SideTally>(
    sides.map(({ ref }) => [ref, { only: 0, keys: 0, records: 0, creates: 0, left: 0 }]),
  );
  const count = { matched: 0, partly: 0, only: 0 };
  for (const holders of table.holders.values()) {
    const fate = fateOf(holders, sides);
    if (fate === "matched" || fate === "partly" || fate === "only") count[fate] += 1;
    noteHolders(holders, fate, tallies);
    if (fate === "partly" || fate === "only") noteCreates(holders, sides, tallies);
  }
  const of = (ref: string): SideTally =>
    tallies.get(ref) ?? { only: 0, keys: 0, records: 0, creates: 0, left: 0 };
  const result = {
    ...asked,
    matched: count.matched,
    partly: count.partly,
    sides: sides.map(({ ref, records, writes }) => ({
      side: ref,
      records: records.length,
      only: of(ref).only,
      notUnique: { keys: of(ref).keys, records: of(ref).records },
      empty: table.keyless.get(ref)?.length ?? 0,
      creates: writes ? of(ref).creates : null,
      left: of(ref).left,
    })),
    rows: count.matched + count.partly + count.only,
  };
  return { ...result, message: keySentence(result, sides) };
}

function noteHolders(holders: KeyHolders, fate: KeyFate, tallies: ReadonlyMap<string, SideTally>): void {
  for (const { side, at } of holders) {
    const tally = tallies.get(side);
    if (!tally) continue;
    if (at.length > 1) {
      tally.keys += 1;
      tally.records += at.length;
    } else if (fate === "only") tally.only += 1;
    else if (fate === "left" || fate === "collision") tally.left += 1;
  }
}

/** A new row is written to each side that has no record of its key, if a side that is read has one. */
function noteCreates(
  holders: KeyHolders,
  sides: readonly KeyedSide[],
  tallies: ReadonlyMap<string, SideTally>,
): void {
  const has = (ref: string): boolean => holders.some(({ side }) => side === ref);
  if (!sides.some(({ ref, reads }) => reads && has(ref))) return;
  for (const { ref, writes } of sides) {
    const tally = tallies.get(ref);
    if (tally && writes && !has(ref)) tally.creates += 1;
  }
}

/** `1,180 matched, 24 only in Notion: Cities, 6 only in Postgres: cities, 3 keys not unique, 2 rows without a key.` */
function keySentence(result: Omit<KeyResult, "message">, sides: readonly KeyedSide[]): string {
  const { matched, partly } = result;
  const sum = (of: (side: KeyResult["sides"][number]) => number): number =>
    result.sides.reduce((total, side) => total + of(side), 0);
  const keys = sum(({ notUnique }) => notUnique.keys);
  const empty = sum((side) => side.empty);
  const left = sum((side) => side.left);
  const onlys = result.sides.flatMap(({ only }, at) =>
    only > 0 ? [`${formatCount(only)} only in ${sides[at]?.title ?? ""}`] : [],
  );
  const parts = [
    `${formatCount(matched)} matched`,
    ...(partly > 0 ? [`${formatCount(partly)} on some sides`] : []),
    ...onlys,
    ...(keys > 0 ? [`${counted(keys, "key")} not unique`] : []),
    ...(empty > 0 ? [`${counted(empty, "record")} without a key`] : []),
    ...(left > 0 ? [`${counted(left, "record")} left alone`] : []),
  ];
  return `${parts.join(", ")}.`;
}
