import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { ChangedPage } from "../changes";
import type { SideRecord } from "../connector";
import { PARTITIONS } from "../partition";
import type { Session } from "./client";
import { Digests } from "./digests";
import { hashOf, partitionText, rowHash, type Scan, scan } from "./fingerprint";
import { basisOf, type ScanMark, scanMarkText } from "./mark";
import type { Table } from "./table";
import { lost, type OpenTable, trackingOf } from "./tracking";

/** Where more partitions differ, everything is read. */
const MAX_DIFFERING = PARTITIONS / 4;
/** Rows, and characters of their texts, that one page should have; a partition that exceeds them is a page. */
const PAGE_ROWS = 10_000;
const PAGE_SIZE = 8 * 1024 * 1024;
/** What one partition may have at most. */
const MAX_ROWS = 19_000;
const MAX_SIZE = 24 * 1024 * 1024;

const partition = z
  .number()
  .int()
  .min(0)
  .max(PARTITIONS - 1);

const cursorForm = z.strictObject({
  /** Of what is told already, and of the partitions that did not differ. */
  digests: z.string(),
  /** Partitions still to be read, page by page, and all that are read whole. */
  rest: z.array(z.array(partition).min(1)).min(1),
  whole: z.array(partition),
  /** A mark of the log that was there when this began. */
  log: z.string().nullable(),
});

interface Progress {
  readonly digests: Digests;
  readonly rest: readonly (readonly number[])[];
  readonly whole: readonly number[];
  readonly log: string | null;
}

type Told = Pick<ChangedPage, "records" | "gone" | "next" | "end">;

/**
 * What differs from the digests of a mark: the partitions that differ are read whole. Each page takes a partition's
 * digest from the rows that it tells, in the same snapshot: rows that change between two pages, and even change back,
 * never agree with a mark that did not tell them.
 */
export async function changesByScan(
  open: OpenTable,
  mark: ScanMark,
  cursor: string | null,
): Promise<ChangedPage> {
  const position = cursor === null ? null : parsed(cursor);
  const tracking = position ? { kind: "scan" as const, requests: 0 } : await trackingOf(open);
  if (tracking.kind === "none") return lost(tracking.reason, tracking.requests);
  const log = tracking.kind === "log" ? tracking.mark : null;
  const { value, requests } = await open.client.transaction("read", async (session) => {
    const table = await open.table(session);
    if (basisOf(open.config, table) !== mark.of) return lost("The table or its mapping was altered.", 0);
    const progress = position ?? begun(mark, await scan(session, table), log);
    return "end" in progress ? progress : toldPage(session, table, progress);
  });
  return { ...value, requests: requests + tracking.requests };
}

function begun(mark: ScanMark, { digests, sizes }: Scan, log: string | null): Progress | Told {
  const whole = mark.digests.differing(digests);
  if (whole.length > MAX_DIFFERING) return lost("A large part of the table has changed.", 0);
  const groups: number[][] = [];
  let [rows, size] = [Number.POSITIVE_INFINITY, 0];
  for (const each of whole) {
    const [more, wider] = [digests.count(each), sizes.get(each) ?? 0];
    if (more > MAX_ROWS || wider > MAX_SIZE) return lost("The table is too large to be read in parts.", 0);
    [rows, size] = [rows + more, size + wider];
    if (rows > PAGE_ROWS || size > PAGE_SIZE) {
      groups.push([]);
      [rows, size] = [more, wider];
    }
    groups.at(-1)?.push(each);
  }
  return { digests, rest: groups, whole, log };
}

async function toldPage(session: Session, table: Table, progress: Progress): Promise<Told> {
  const [group = [], ...rest] = progress.rest;
  const records = await rowsOf(session, table, group, progress.digests);
  if (records === null) return lost("The table changes faster than it can be read in parts.", 0);
  const { digests, whole, log } = progress;
  if (rest.length > 0) {
    const next = JSON.stringify({ digests: digests.toString(), rest, whole, log });
    return { records, gone: [], next, end: null };
  }
  const mark = log ?? scanMarkText({ of: basisOf(table.config, table), digests });
  return { records, gone: [], next: null, end: { kind: "known", mark, readWhole: whole } };
}

/** All rows of these partitions, whose digests become those of the rows told. Null = more than a page can hold. */
async function rowsOf(
  session: Session,
  table: Table,
  group: readonly number[],
  digests: Digests,
): Promise<readonly SideRecord[] | null> {
  if (group.length === 0) return [];
  const text =
    `select ${table.output}, ${rowHash(table)} from ${table.name} t ` +
    `where ${partitionText(table)} = any('{${group.join(",")}}'::int[]) limit ${MAX_ROWS + 1}`;
  const rows = await session.query(text);
  if (rows.length > MAX_ROWS) return null;
  for (const each of group) digests.clear(each);
  const asked = new Set(group);
  return rows.map((row) => {
    const record = table.record(row);
    if (!asked.has(digests.add(record.locator, hashOf(table, row)))) throw foreign();
    return record;
  });
}

function parsed(cursor: string): Progress {
  try {
    const position = cursorForm.parse(JSON.parse(cursor));
    const digests = Digests.parse(position.digests);
    if (digests) return { ...position, digests };
  } catch {}
  throw new AppError("invalid-input", "The reading position is not one of these changes.");
}

const foreign = (): AppError =>
  new AppError("upstream-unavailable", "The server's answer does not hold what was asked for.");
