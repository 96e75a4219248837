/** How records without a link find their rows: never by key, by key or else as new rows, or only by key. */
export type MatchMode = "create-only" | "match-then-create" | "match-only";

/** One record of a side; `key` null = a part of it is empty. */
export interface KeyedRecord {
  readonly locator: string;
  readonly key: string | null;
}

export interface MatchInput {
  readonly mode: MatchMode;
  /** The records are all there are on the side; otherwise what is linked and not among them is still there. */
  readonly census: boolean;
  readonly records: readonly KeyedRecord[];
  /** This side's links: locator to row. */
  readonly links: ReadonlyMap<string, string>;
  /** Every row of the registry by the key it has now. */
  readonly rowsByKey: ReadonlyMap<string, string>;
}

/**
 * Why a record is left out: its key occurs twice on the side, is empty, or its row is taken by another record
 * (`row-taken`; a row that is about to give up the key frees it for the next run), or the key exists and the
 * mode forbids to match by it (`key-exists`).
 */
export type QuarantineReason = "duplicate-key" | "empty-key" | "row-taken" | "key-exists";

export interface Matching {
  readonly matched: readonly {
    readonly locator: string;
    readonly rowId: string;
    readonly by: "link" | "key";
  }[];
  /** Records that become new rows. */
  readonly fresh: readonly { readonly locator: string; readonly key: string }[];
  /** Records that belong to no row and, by the mode, make none. */
  readonly unmatched: readonly { readonly locator: string; readonly key: string }[];
  /** `rowId` = the row the record is linked to: it is unknown on this side, never absent. */
  readonly quarantined: readonly {
    readonly locator: string;
    readonly key: string | null;
    readonly rowId: string | null;
    readonly reason: QuarantineReason;
  }[];
  /** Only in a census: links whose record is not there and whose row no other record has; to be point-read. */
  readonly missing: readonly { readonly locator: string; readonly rowId: string }[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer M)[] ? M[] : T[K] };

/**
 * Finds the row of every record of one side: by link first, then by key. No two records share a row. A record
 * made anew under the key of one that is gone takes over its row.
 */
export function matchRecords(input: MatchInput): Matching {
  const result: Mutable<Matching> = { matched: [], fresh: [], unmatched: [], quarantined: [], missing: [] };
  const duplicates = duplicateKeys(input.records);
  const taken = new Set(input.census ? [] : rowsOfOthers(input));
  for (const record of input.records) {
    const rowId = input.links.get(record.locator) ?? null;
    const reason = flawOf(record, duplicates, rowId !== null && taken.has(rowId));
    if (reason !== null) result.quarantined.push({ ...record, rowId, reason });
    else if (rowId !== null) result.matched.push({ locator: record.locator, rowId, by: "link" });
    if (rowId !== null) taken.add(rowId);
  }
  for (const { locator, key } of input.records) {
    if (input.links.has(locator) || key === null || duplicates.has(key)) continue;
    matchByKey({ locator, key }, input, taken, result);
  }
  for (const [locator, rowId] of input.links) {
    if (!taken.has(rowId)) result.missing.push({ locator, rowId });
  }
  return result;
}

function rowsOfOthers({ records, links }: MatchInput): readonly string[] {
  const here = new Set(records.map((record) => record.locator));
  return [...links].filter(([locator]) => !here.has(locator)).map(([, rowId]) => rowId);
}

function flawOf(
  record: KeyedRecord,
  duplicates: ReadonlySet<string>,
  isTaken: boolean,
): QuarantineReason | null {
  if (record.key === null) return "empty-key";
  if (duplicates.has(record.key)) return "duplicate-key";
  return isTaken ? "row-taken" : null;
}

function matchByKey(
  record: { readonly locator: string; readonly key: string },
  { mode, rowsByKey }: MatchInput,
  taken: Set<string>,
  result: Mutable<Matching>,
): void {
  const rowId = rowsByKey.get(record.key);
  if (rowId === undefined) {
    if (mode === "match-only") result.unmatched.push(record);
    else result.fresh.push(record);
    return;
  }
  const reason = mode === "create-only" ? "key-exists" : taken.has(rowId) ? "row-taken" : null;
  if (reason !== null) {
    result.quarantined.push({ ...record, rowId: null, reason });
    return;
  }
  taken.add(rowId);
  result.matched.push({ locator: record.locator, rowId, by: "key" });
}

function duplicateKeys(records: readonly KeyedRecord[]): ReadonlySet<string> {
  const once = new Set<string>();
  const twice = new Set<string>();
  for (const { key } of records) {
    if (key === null) continue;
    if (once.has(key)) twice.add(key);
    once.add(key);
  }
  return twice;
}
