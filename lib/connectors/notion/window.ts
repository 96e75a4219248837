import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Census } from "../connector";
import type { List } from "./client";
import { dashedId } from "./ids";
import { type Json, textAt } from "./json";

/**
 * Reading more rows than one query gives. A query ends after 10,000 rows, so the rows are read in windows:
 * ascending by `created_time`, which never changes, each window beginning at the last minute of the one
 * before. That minute is read again, and the rows of it that were given out already are told by their ids.
 */

/** https://developers.notion.com/reference/query-a-data-source: rows that one query gives at most. */
const QUERY_LIMIT = 10_000;
/** Ids remembered while no cap has been met: they only serve to go on exactly after a lost cursor. */
const REMEMBERED = 500;
const MOST_RESTARTS = 50;
const MINUTE_MS = 60_000;

export const cursorForm = z.strictObject({
  v: z.literal(1),
  /** The first minute of the window; null = from the first row on. */
  from: z.string().nullable(),
  /** Notion's own cursor within the window; null = at its start. */
  at: z.string().nullable(),
  /** Rows given out, in all. */
  total: z.number().int().nonnegative(),
  /** Rows seen in this window, repeated ones too. */
  inWindow: z.number().int().nonnegative(),
  capped: z.boolean(),
  /** The latest minute seen, and which of its rows were given out; null = too many to remember. */
  minute: z.string().nullable(),
  seen: z.array(z.string()).nullable(),
  /** Why the census cannot be complete any more. */
  gap: z.string().nullable(),
  restarts: z.number().int().nonnegative(),
  /** Found out at the start: the mapped properties with their Notion types, and fields that cannot be read. */
  natives: z.record(z.string(), z.string()),
  unreadable: z.record(z.string(), z.string()),
  /** Made before the first call: what is given at the end if nothing is missing; null = nothing to be followed. */
  mark: z.string().nullable().default(null),
});

export type Cursor = Readonly<z.infer<typeof cursorForm>>;

export const firstCursor = (
  natives: ReadonlyMap<string, string>,
  unreadable: ReadonlyMap<string, string>,
  mark: string | null = null,
): Cursor => ({
  v: 1,
  from: null,
  at: null,
  total: 0,
  inWindow: 0,
  capped: false,
  minute: null,
  seen: [],
  gap: null,
  restarts: 0,
  natives: Object.fromEntries(natives),
  unreadable: Object.fromEntries(unreadable),
  mark,
});

export const cursorText = (cursor: Cursor): string => JSON.stringify(cursor);

export function parseCursor(text: string): Cursor {
  try {
    return cursorForm.parse(JSON.parse(text));
  } catch {
    throw new AppError("internal", "The place to go on reading from is not known; the read starts again.");
  }
}

/**
 * The query body for the cursor's place; `editedSince` leaves out rows that were last edited before that minute.
 * Those too are in the order of their making: a row that is edited meanwhile keeps its place in the list, so no
 * other one is skipped, however Notion's cursors count.
 */
export function queryOf(cursor: Cursor, editedSince: string | null = null): Json {
  const filters = [
    ...(editedSince === null ? [] : [onOrAfter("last_edited_time", editedSince)]),
    ...(cursor.from === null ? [] : [onOrAfter("created_time", cursor.from)]),
  ];
  return {
    sorts: [{ timestamp: "created_time", direction: "ascending" }],
    page_size: 100,
    ...(filters.length === 0 ? {} : { filter: filters.length === 1 ? filters[0] : { and: filters } }),
    ...(cursor.at === null ? {} : { start_cursor: cursor.at }),
  };
}

const onOrAfter = (timestamp: string, minute: string): Json => ({
  timestamp,
  [timestamp]: { on_or_after: minute },
});

/** What an answer brings: the rows not given out yet, and where to go on or how it ended. */
export interface Step {
  readonly fresh: readonly Json[];
  readonly next: Cursor | null;
  readonly census: Census | null;
}

export function advance(cursor: Cursor, list: List): Step {
  const fresh = list.results.filter((page) => !wasGivenOut(cursor, page));
  const counted = {
    ...cursor,
    total: cursor.total + fresh.length,
    inWindow: cursor.inWindow + list.results.length,
    capped: cursor.capped || list.cut === "at-limit",
  };
  const read = { ...counted, ...remembered(counted, fresh) };
  if (list.cut === "other") return ended({ ...read, gap: "Notion did not list all rows." }, fresh);
  if (list.hasMore) {
    if (list.nextCursor === null || list.nextCursor === cursor.at) {
      return ended({ ...read, gap: "Notion did not say where the list of rows goes on." }, fresh);
    }
    return { fresh, next: { ...read, at: list.nextCursor }, census: null };
  }
  const full = list.cut === "unsaid" && read.inWindow >= QUERY_LIMIT;
  if (read.capped || full) return nextWindow(read, fresh);
  return ended(read, fresh);
}

/** The place after Notion has forgotten its cursor: the last minute seen, read again. */
export function restarted(cursor: Cursor): Cursor {
  if (cursor.restarts >= MOST_RESTARTS) {
    throw new AppError("upstream-unavailable", "Notion loses its place in the list of rows again and again.");
  }
  return {
    ...cursor,
    from: cursor.minute ?? cursor.from,
    at: null,
    inWindow: 0,
    capped: false,
    restarts: cursor.restarts + 1,
    ...(cursor.seen === null ? { seen: [], gap: LOST_PLACE } : {}),
  };
}

const LOST_PLACE = "Notion lost its place in the list of rows.";

function nextWindow(cursor: Cursor, fresh: readonly Json[]): Step {
  const base = { ...cursor, at: null, inWindow: 0, capped: false };
  if (cursor.minute === null) return ended({ ...cursor, gap: "Notion did not list all rows." }, fresh);
  if (cursor.minute === cursor.from) {
    // All that one query gives was made in this minute, and time does not part it further.
    const gap = "More rows were created within one minute than Notion lists.";
    const from = new Date(Date.parse(cursor.minute) + MINUTE_MS).toISOString();
    return { fresh, next: { ...base, from, seen: [], gap }, census: null };
  }
  const lost = cursor.seen === null ? { seen: [], gap: LOST_PLACE } : {};
  return { fresh, next: { ...base, from: cursor.minute, ...lost }, census: null };
}

function ended(cursor: Cursor, fresh: readonly Json[]): Step {
  const census: Census =
    cursor.gap === null ? { complete: true, total: cursor.total } : { complete: false, reason: cursor.gap };
  return { fresh, next: null, census };
}

function wasGivenOut(cursor: Cursor, page: Json): boolean {
  return cursor.minute !== null && minuteOf(page) === cursor.minute && !!cursor.seen?.includes(idOf(page));
}

/** The latest minute with the ids given out in it, as far as they are to be remembered. */
function remembered(cursor: Cursor, fresh: readonly Json[]): Pick<Cursor, "minute" | "seen"> {
  let { minute, seen } = cursor;
  for (const page of fresh) {
    const made = minuteOf(page);
    if (made === null || (minute !== null && made < minute)) continue;
    if (made !== minute) [minute, seen] = [made, []];
    seen = seen === null ? null : [...seen, idOf(page)];
  }
  // The minute that a window begins with is being read again, whether or not this window will be cut.
  const most = cursor.capped || minute === cursor.from ? QUERY_LIMIT : REMEMBERED;
  return { minute, seen: seen !== null && seen.length > most ? null : seen };
}

function minuteOf(page: Json): string | null {
  const at = Date.parse(textAt(page, "created_time") ?? "");
  return Number.isNaN(at) ? null : new Date(Math.floor(at / MINUTE_MS) * MINUTE_MS).toISOString();
}

/** 16 bytes in 22 characters: in a busy minute there are many of them. */
function idOf(page: Json): string {
  const id = dashedId(textAt(page, "id") ?? "") ?? "";
  return Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url");
}
