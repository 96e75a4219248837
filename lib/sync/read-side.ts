import "server-only";
import type { SideRecord } from "@/lib/connectors/connector";
import { NOTHING_TOLD, type SideProgress } from "./progress";
import type { OpenSide } from "./sides";

/** What one page of a side brings, whether it is read whole or only for what changed. */
export interface ReadPage {
  readonly records: readonly SideRecord[];
  readonly next: string | null;
  readonly requests: number;
  /** What may be staged already of what this page tells: single records, or the whole side, which begins again. */
  readonly repeats: "none" | "some" | "all";
  /** How the side's read goes on, or stands after it. */
  readonly change: Partial<SideProgress>;
}

/** The cursor of a read that begins again, whole, because what changed could not be told. */
export const FROM_THE_BEGINNING = "from-the-beginning";

/** More records than are told gone one by one: such a side is read whole. */
const MOST_GONE = 500;

export async function readPage(
  side: OpenSide,
  before: SideProgress,
  cursor: string | null,
): Promise<ReadPage> {
  if (before.since === null) return readWhole(side, cursor === FROM_THE_BEGINNING ? null : cursor);
  const page = await side.connector.changes?.(before.since.mark, cursor);
  if (page === undefined) return beginAgain(0);
  const { records, next, end, requests } = page;
  const gone = [...before.told.gone, ...page.gone];
  if (end?.kind === "lost" || gone.length > MOST_GONE) return beginAgain(requests);
  const told = { gone, readWhole: end?.readWhole ?? [] };
  // One that was changed while the pages were read may be on two of them, and on one of them twice.
  const newest = [...new Map(records.map((record) => [record.locator, record])).values()];
  return { records: newest, next, requests, repeats: "some", change: { told, mark: end?.mark ?? null } };
}

async function readWhole(side: OpenSide, cursor: string | null): Promise<ReadPage> {
  const { records, next, census, mark, nameless, requests } = await side.connector.read(cursor);
  const change = {
    ...(census && !census.complete && { incomplete: census.reason }),
    ...(census?.complete && { mark: mark ?? null, nameless: nameless ?? 0 }),
  };
  return { records, next, requests, repeats: "none", change };
}

const beginAgain = (requests: number): ReadPage => ({
  records: [],
  next: FROM_THE_BEGINNING,
  requests,
  repeats: "all",
  change: { since: null, told: NOTHING_TOLD, mark: null },
});
