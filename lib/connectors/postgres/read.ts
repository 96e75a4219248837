import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Found, Page, SideRecord } from "../connector";
import type { Session } from "./client";
import { nextCount, type Pace } from "./pace";
import type { Table } from "./table";
import type { Tracking } from "./tracking";
import { startOfTrail, Trail } from "./trail";

const PAGE_ROWS = 5_000;
/** A page ends early beyond this many characters, so that memory does not depend on the rows' width. */
const PAGE_SIZE = 8 * 1024 * 1024;

/** The last key read, as raw texts, the number of rows read up to there, and the mark so far. */
const cursorForm = z.strictObject({
  after: z.array(z.string()).min(1),
  read: z.number().int().nonnegative(),
  mark: z.string().nullable().default(null),
});

export interface Reading {
  /** Null = from the start. */
  readonly cursor: string | null;
  readonly pace: Pace;
  /** How changes are told after this read; on the first page only. */
  readonly tracking: Tracking | null;
}

/**
 * The next page in key order, all of it seen by one snapshot. A short fetch is the server's own "no more"; rows
 * hidden by row-level security raise an error instead (see `row_security`), so the census may be claimed.
 */
export async function readPage(
  session: Session,
  table: Table,
  { cursor, pace, tracking }: Reading,
): Promise<Omit<Page, "requests">> {
  const start = cursor === null ? null : parsed(cursor);
  const records: SideRecord[] = [];
  const trail = new Trail(table, start ? start.mark : startOfTrail(table, tracking));
  let after: readonly string[] | null = start?.after ?? null;
  let size = 0;
  let want = pace.first;
  while (records.length < PAGE_ROWS && size < PAGE_SIZE) {
    const limit = Math.min(want, PAGE_ROWS - records.length);
    const rows = await session.query(fetchText(table, trail, after !== null, limit), after ?? []);
    for (const row of rows) {
      const record = table.record(row);
      records.push(record);
      trail.add(record, row);
    }
    if (rows.length < limit) {
      const total = (start?.read ?? 0) + records.length;
      return { records, next: null, census: { complete: true, total }, mark: trail.mark };
    }
    const last = rows.at(-1);
    if (last) after = table.rawKey(last);
    size += session.lastSize;
    want = nextCount(pace, rows.length, session.lastSize);
  }
  const next = JSON.stringify({ after, read: (start?.read ?? 0) + records.length, mark: trail.mark });
  return { records, next, census: null };
}

function fetchText(table: Table, trail: Trail, from: boolean, limit: number): string {
  const where = from ? `where (${table.keyList}) > (${table.keyParameters})` : "";
  return `select ${table.output}${trail.columns} from ${table.name} t ${where} order by ${table.keyList} limit ${limit}`;
}

function parsed(cursor: string): z.infer<typeof cursorForm> {
  try {
    return cursorForm.parse(JSON.parse(cursor));
  } catch {
    throw new AppError("invalid-input", "The reading position is not one of this table.");
  }
}

/** The records at these keys, by the position of the key asked for. `lock` holds them until the commit, where they can be. */
export async function rowsByKey(
  session: Session,
  table: Table,
  keys: readonly (readonly string[])[],
  lock: boolean,
): Promise<ReadonlyMap<number, SideRecord>> {
  if (keys.length === 0) return new Map();
  const text =
    `select s.n::text, ${table.output} from json_to_recordset($1::json) as s(n int, ${table.keyDefinitions}) ` +
    `join ${table.name} t on ${table.keyMatch} order by ${table.keyList}` +
    (lock && table.catalogue.lockable ? " for no key update of t" : "");
  const recordset = keys.map((key, n) => ({ n, ...keyCells(key) }));
  const rows = await session.query(text, [JSON.stringify(recordset)]);
  return new Map(rows.map(([n, ...row]) => [Number(n), table.record(row)]));
}

/** A key as members `k0`, `k1`, ... of a recordset's row. */
export const keyCells = (key: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(key.map((text, at) => [`k${at}`, text]));

/** What stands at the first of these locators: as many of them as one transaction may receive, at least one. */
export async function findRows(
  session: Session,
  table: Table,
  locators: readonly string[],
  pace: Pace,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  let want = pace.first;
  while (found.length < locators.length && session.received < PAGE_SIZE) {
    const slice = locators.slice(found.length, found.length + want);
    const keys = slice.map((locator) => table.keyOfLocator(locator));
    const asked = keys.flatMap((key) => (key === null ? [] : [key]));
    const records = await rowsByKey(session, table, asked, false);
    let n = 0;
    slice.forEach((locator, at) => {
      const record = keys[at] === null ? undefined : records.get(n++);
      if (record) found.push({ locator, state: "present", record });
      else if (keys[at] !== null) found.push({ locator, state: "absent" });
      else found.push({ locator, state: "unknown", reason: "The key does not fit the table's key columns." });
    });
    want = nextCount(pace, slice.length, session.lastSize);
  }
  return found;
}
