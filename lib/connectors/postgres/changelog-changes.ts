import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { ChangedPage } from "../changes";
import type { SideRecord } from "../connector";
import {
  ANCHOR_LINES,
  KEPT_SINCE,
  type LogView,
  placeOf,
  unseenLines,
  viewOf,
  viewQuery,
} from "./changelog-state";
import type { DatabaseClient, Session } from "./client";
import type { TableAddress } from "./config";
import { literal } from "./identifiers";
import { type LogMark, logMarkText } from "./mark";
import { nextCount, type Pace } from "./pace";
import { rowsByKey } from "./read";
import type { Table } from "./table";
import { lost, type OpenTable } from "./tracking";

/** Lines that one page goes through, and the characters of their rows after which it ends early. */
const PAGE_LINES = 10_000;
const PAGE_SIZE = 8 * 1024 * 1024;
/** Lines removed at once. */
const PRUNED_LINES = 10_000;

/** Up to which snapshot lines are told, as the mark that ends the reading, and the last line gone through. */
const cursorForm = z.strictObject({
  end: z.string(),
  snapshot: z.string().regex(/^[\d:,]{3,60000}$/),
  xid: z.string().regex(/^\d{1,20}$/),
  id: z.string().regex(/^\d{1,20}$/),
});
type Cursor = z.infer<typeof cursorForm>;

const linesForm = z.array(
  z.tuple([
    z.string().regex(/^\d{1,20}$/),
    z.string().regex(/^\d{1,20}$/),
    z.string(),
    z.string().nullable(),
  ]),
);
const keyForm = z.array(z.string());

interface Line {
  readonly xid: string;
  readonly id: string;
  /** Null = everything may have changed. */
  readonly key: readonly string[] | null;
}

type Told = Pick<ChangedPage, "records" | "gone" | "next" | "end">;

/**
 * What the log's lines tell that a mark's snapshot did not see. If there are none, one question has said so. Else
 * the rows are read by their keys as they are now; lines that come while the pages are read belong to the next mark.
 */
export async function changesByLog(
  open: OpenTable,
  mark: LogMark,
  cursor: string | null,
): Promise<ChangedPage> {
  const { client, config } = open;
  const address = config.table;
  const position = cursor === null ? null : parsed(cursor);
  const glance = await client.glance(viewQuery(address, mark));
  const view = viewOf(glance.value, mark);
  if (view.broken !== null) return lost(view.broken, glance.requests);
  const told = view.unseen
    ? await open.paced((pace) =>
        client.transaction("read", async (session) =>
          toldPage(session, await open.table(session), { mark, position, pace, address }),
        ),
      )
    : { value: quiet(mark, view), requests: 0 };
  const pruned = told.value.next === null && view.prunable ? await prune(client, address, mark) : 0;
  return { ...told.value, requests: glance.requests + told.requests + pruned };
}

function quiet(mark: LogMark, view: LogView): Told {
  return { records: [], gone: [], next: null, end: known(endOf(mark, view) ?? logMarkText(mark)) };
}

const endOf = ({ of }: LogMark, { witness, snapshot, anchor }: LogView): string | null =>
  logMarkText({ of, witness, snapshot, anchor });

function known(mark: string | null): ChangedPage["end"] {
  if (mark === null) return { kind: "lost", reason: "Too many transactions are open on the server." };
  return { kind: "known", mark, readWhole: [] };
}

interface Asked {
  readonly mark: LogMark;
  readonly position: Cursor | null;
  readonly pace: Pace;
  readonly address: TableAddress;
}

/** The log is held against the mark once more, by the snapshot that reads the lines: it may be shortened meanwhile. */
async function toldPage(session: Session, table: Table, asked: Asked): Promise<Told> {
  const { mark, address } = asked;
  const view = viewOf(await session.query(viewQuery(address, mark)), mark);
  if (view.broken !== null) return lost(view.broken, 0);
  const end = asked.position?.end ?? endOf(mark, view);
  if (end === null) return { records: [], gone: [], next: null, end: known(null) };
  const snapshot = asked.position?.snapshot ?? view.snapshot;
  const lines = await linesAfter(session, asked, snapshot);
  const keys = lines.flatMap(({ key }) =>
    key?.length === table.keyColumns.length ? [inOrder(table, key)] : [],
  );
  if (keys.length < lines.length) return lost("The change log says that everything may have changed.", 0);
  const { records, gone, done } = await rowsOf(session, table, keys, asked.pace);
  const last = lines[done - 1];
  if (last && (done < lines.length || done === PAGE_LINES)) {
    const next: Cursor = { end, snapshot, xid: last.xid, id: last.id };
    return { records, gone, next: JSON.stringify(next), end: null };
  }
  return { records, gone, next: null, end: known(end) };
}

/** The log keeps a key by the names of its columns, a locator by the order of the mapping. */
function inOrder(table: Table, key: readonly string[]): readonly string[] {
  const names = table.keyColumns.map((column) => column.name);
  const sorted = [...names].sort();
  return names.map((name) => key[sorted.indexOf(name)] ?? "");
}

async function linesAfter(
  session: Session,
  { address, mark, position }: Asked,
  snapshot: string,
): Promise<readonly Line[]> {
  const after = position ? `and (l.xid, l.id) > (${literal(position.xid)}::xid8, ${position.id})` : "";
  const select = "select l.xid::text, l.id::text, l.op::text, array_to_json(l.key)::text";
  const text = `${placeOf(address)} ${unseenLines(select, `${literal(mark.snapshot)}::pg_snapshot`)}
     and pg_visible_in_snapshot(l.xid, ${literal(snapshot)}::pg_snapshot) ${after}
   order by l.xid, l.id limit ${PAGE_LINES}`;
  const told = linesForm.safeParse(await session.query(text));
  if (!told.success) throw unreadable();
  return told.data.map(([xid, id, op, key]) => ({ xid, id, key: op === "t" ? null : keyOf(key) }));
}

function keyOf(json: string | null): readonly string[] | null {
  const key = keyForm.nullable().safeParse(JSON.parse(json ?? "null"));
  return key.success ? key.data : null;
}

/** What stands at the first `done` keys: as many as a page may hold, each once. */
async function rowsOf(session: Session, table: Table, keys: readonly (readonly string[])[], pace: Pace) {
  const records = new Map<string, SideRecord>();
  const gone = new Set<string>();
  let [done, size, want] = [0, 0, pace.first];
  while (done < keys.length && size < PAGE_SIZE) {
    const asked = new Map<string, readonly string[]>();
    for (; done < keys.length && asked.size < want; done += 1) {
      const key = keys[done] ?? [];
      const locator = table.locatorOfKey(key);
      if (!records.has(locator) && !gone.has(locator)) asked.set(locator, key);
    }
    const found = await rowsByKey(session, table, [...asked.values()], false);
    for (const record of found.values()) records.set(record.locator, record);
    // A row may stand under a key that is only equal by its collation; its locator is then another.
    for (const locator of asked.keys()) if (!records.has(locator)) gone.add(locator);
    size += session.lastSize;
    want = nextCount(pace, asked.size, session.lastSize);
  }
  return { records: [...records.values()], gone: [...gone].filter((each) => !records.has(each)), done };
}

/**
 * Removes the oldest lines, but those that marks remember, and none that could be news to the mark that was given. It is
 * only housekeeping: what fails is done next time.
 */
async function prune(client: DatabaseClient, address: TableAddress, mark: LogMark): Promise<number> {
  const text = `${placeOf(address)} delete from chittysync.log where (rel, xid, id) in (
    select o.rel, o.xid, o.id from (select l.rel, l.xid, l.id, l.at from chittysync.log l
       where l.rel = (select oid from place) order by l.xid, l.id limit ${PRUNED_LINES}) o
     where o.at < ${KEPT_SINCE} and o.xid < pg_snapshot_xmin(${literal(mark.snapshot)}::pg_snapshot) and (o.xid, o.id) < (select l.xid, l.id from chittysync.log l
       where l.rel = (select oid from place) order by l.xid desc, l.id desc offset ${ANCHOR_LINES - 1} limit 1))`;
  try {
    return (await client.transaction("write", (session) => session.query(text))).requests;
  } catch (error) {
    if (error instanceof AppError) return 1;
    throw error;
  }
}

function parsed(cursor: string): Cursor {
  try {
    return cursorForm.parse(JSON.parse(cursor));
  } catch {
    throw new AppError("invalid-input", "The reading position is not one of these changes.");
  }
}

const unreadable = (): AppError =>
  new AppError("upstream-unavailable", "The server's answer about the change log cannot be read.");
