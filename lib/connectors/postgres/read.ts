import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Found, Page, SideRecord } from "../connector";
import type { Session } from "./client";
import type { Table } from "./table";

const PAGE_ROWS = 10_000;
/** A page ends early beyond this many characters, so that memory does not depend on the rows' width. */
const PAGE_SIZE = 8 * 1024 * 1024;
const FIRST_FETCH = 500;
const FETCH_SIZE = 4 * 1024 * 1024;
const FIND_ROWS = 500;

/** The last key read, as raw texts, and the number of rows read up to there. */
const cursorForm = z.strictObject({
  after: z.array(z.string()).min(1),
  read: z.number().int().nonnegative(),
});

/**
 * The next page in key order, all of it seen by one snapshot. A short fetch is the server's own "no more"; rows
 * hidden by row-level security raise an error instead (see `row_security`), so the census may be claimed.
 */
export async function readPage(
  session: Session,
  table: Table,
  cursor: string | null,
): Promise<Omit<Page, "requests">> {
  const start = cursor === null ? null : parsed(cursor);
  const records: SideRecord[] = [];
  let after: readonly string[] | null = start?.after ?? null;
  let size = 0;
  let want = FIRST_FETCH;
  while (records.length < PAGE_ROWS && size < PAGE_SIZE) {
    const limit = Math.min(want, PAGE_ROWS - records.length);
    const rows = await session.query(fetchText(table, after !== null, limit), after ?? []);
    for (const row of rows) records.push(table.record(row));
    if (rows.length < limit) {
      const total = (start?.read ?? 0) + records.length;
      return { records, next: null, census: { complete: true, total } };
    }
    const last = rows.at(-1);
    if (last) after = table.rawKey(last);
    size += session.lastSize;
    want = fitting(session.lastSize / Math.max(1, rows.length));
  }
  const next = JSON.stringify({ after, read: (start?.read ?? 0) + records.length });
  return { records, next, census: null };
}

function fetchText(table: Table, from: boolean, limit: number): string {
  const where = from ? `where (${table.keyList}) > (${table.keyParameters})` : "";
  return `select ${table.output} from ${table.name} t ${where} order by ${table.keyList} limit ${limit}`;
}

/** How many rows of this width to ask for at once. */
export const fitting = (width: number): number =>
  Math.max(10, Math.min(PAGE_ROWS, Math.floor(FETCH_SIZE / Math.max(1, width))));

function parsed(cursor: string): z.infer<typeof cursorForm> {
  try {
    return cursorForm.parse(JSON.parse(cursor));
  } catch {
    throw new AppError("invalid-input", "The reading position is not one of this table.");
  }
}

/** The records at these keys, by the position of the key asked for. `lock` holds them until the commit. */
export async function rowsByKey(
  session: Session,
  table: Table,
  keys: readonly (readonly string[])[],
  lock: boolean,
): Promise<ReadonlyMap<number, SideRecord>> {
  const found = new Map<number, SideRecord>();
  let want = FIND_ROWS;
  for (let at = 0; at < keys.length; ) {
    const slice = keys.slice(at, at + want);
    const recordset = slice.map((key, offset) => ({ n: at + offset, ...keyCells(key) }));
    const text =
      `select s.n::text, ${table.output} from jsonb_to_recordset($1::jsonb) as s(n int, ${table.keyDefinitions}) ` +
      `join ${table.name} t on ${table.keyMatch} order by ${table.keyList}` +
      (lock ? " for no key update of t" : "");
    for (const [n, ...row] of await session.query(text, [JSON.stringify(recordset)])) {
      found.set(Number(n), table.record(row));
    }
    at += slice.length;
    want = fitting(session.lastSize / slice.length);
  }
  return found;
}

/** A key as members `k0`, `k1`, ... of a recordset's row. */
export const keyCells = (key: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(key.map((text, at) => [`k${at}`, text]));

export async function findRows(
  session: Session,
  table: Table,
  locators: readonly string[],
): Promise<readonly Found[]> {
  const keys = locators.map((locator) => table.keyOfLocator(locator));
  const asked = keys.flatMap((key, at) => (key === null ? [] : [{ key, at }]));
  const records = await rowsByKey(
    session,
    table,
    asked.map((each) => each.key),
    false,
  );
  const byPosition = new Map(asked.map(({ at }, n) => [at, records.get(n)]));
  return locators.map((locator, at): Found => {
    const record = byPosition.get(at);
    if (record) return { locator, state: "present", record };
    if (keys[at]) return { locator, state: "absent" };
    return { locator, state: "unknown", reason: "The key does not fit the table's key columns." };
  });
}
