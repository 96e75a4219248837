import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { ChangedPage } from "../changes";
import type { Calls } from "./client";
import type { SidePlan } from "./config";
import { dashedId } from "./ids";
import { type Json, textAt } from "./json";
import { isAhead, knowsTrash, type Mark, markText, parseMark, readsAlike, withTrash } from "./mark";
import { pointRead } from "./point-read";
import { listOn, mappedNatives, nativesOf, recordsOf } from "./read";
import { fetchLiveSchema, isTrashed, requireLiveDatabase, unreadableRelations } from "./schema";
import { recentTrash } from "./trash";
import { cursorForm, firstCursor, type Step } from "./window";

const form = z.strictObject({
  v: z.literal(1),
  /** Rows of the trash, by id. */
  trash: z.array(z.string()),
  rows: cursorForm,
  mark: z.string(),
});

type Place = Readonly<z.infer<typeof form>>;

/**
 * What changed since `mark`: the rows that Notion says were edited, and those in its trash. Three calls where nothing
 * did. One more where the trash is not as it was, and one for each other data source that a mapped relation points
 * into where a row is told.
 *
 * It is not told, and found by the next full read: a row that was moved away, or in from elsewhere; one that is gone
 * for good; where the trash does not count as an edit, one that came back from there, or was put into a trash of more
 * than a hundred rows long after its last edit; a relation that lost a member to the trash, or got it back from there.
 * Each of them is late, none is written over: a write compares first.
 *
 * Ends `lost` for a mark that is not this place's, and where the schema has changed what unedited rows read as.
 * Throws what `read` throws. `learn` is told the properties' types.
 */
export async function changesPage(
  calls: Calls,
  plan: SidePlan,
  ask: { readonly mark: string; readonly cursor: string | null },
  learn: (natives: ReadonlyMap<string, string>) => void,
): Promise<ChangedPage> {
  const mark = parseMark(ask.mark);
  if (mark === null) return lost(calls, "What was read before is not known any more.");
  if (ask.cursor === null) return begin(calls, plan, mark, learn);
  const { trash, rows, mark: next } = parsePlace(ask.cursor);
  learn(nativesOf(rows));
  const { step } = await listOn(calls, plan, rows, mark.since);
  return told(calls, plan, { step, trash, mark: next });
}

/**
 * The trash is asked first: a row that is listed after it was in the trash has come back, never the other way round.
 * And the data source only after the trash, because all rows of a trashed one would seem to be in it.
 */
async function begin(
  calls: Calls,
  plan: SidePlan,
  mark: Mark,
  learn: (natives: ReadonlyMap<string, string>) => void,
): Promise<ChangedPage> {
  const now = Date.now();
  if (isAhead(mark, now)) return lost(calls, "The last read was dated later than now.");
  const trash = await recentTrash(calls, plan, mark.since);
  if (trash === null) return lost(calls, "More rows went to the trash than are looked up one by one.");
  const schema = await fetchLiveSchema(calls, plan.dataSourceId);
  const next = markText(plan, schema, now);
  if (next === null || !readsAlike(mark, plan, schema)) {
    return lost(calls, "The database's properties have changed since the last read.");
  }
  const gone = knowsTrash(mark, trash) ? [] : trash;
  if (gone.length > 0) await requireLiveDatabase(calls, schema);
  const first = firstCursor(mappedNatives(plan, schema), new Map());
  learn(nativesOf(first));
  const { step } = await listOn(calls, plan, first, mark.since);
  if (step.fresh.length > 0 && (await unreadableRelations(calls, plan, schema)).size > 0) {
    return lost(calls, "A related data source is not shared with the connection any more.");
  }
  return { ...(await told(calls, plan, { step, trash, mark: next })), gone };
}

interface Listed {
  readonly step: Step;
  readonly trash: readonly string[];
  readonly mark: string;
}

async function told(calls: Calls, plan: SidePlan, listed: Listed): Promise<ChangedPage> {
  const { next, census } = listed.step;
  if (census?.complete === false) return lost(calls, census.reason);
  const { pages, trash } = await settled(calls, plan, listed);
  const records = await recordsOf(calls, plan, pages, new Map());
  const page = { records, gone: [], requests: calls.requests };
  if (next !== null) {
    const place: Place = { v: 1, trash: [...trash], rows: next, mark: listed.mark };
    return { ...page, next: JSON.stringify(place), end: null };
  }
  const mark = withTrash(listed.mark, trash);
  return { ...page, next, end: { kind: "known", mark, readWhole: [] } };
}

/** The listed rows that live. One that was in the trash a moment ago is looked up by itself, and may have come back. */
async function settled(
  calls: Calls,
  plan: SidePlan,
  { step, trash }: Listed,
): Promise<{ readonly pages: readonly Json[]; readonly trash: readonly string[] }> {
  const left = new Set(trash);
  const pages: Json[] = [];
  for (const page of step.fresh) {
    if (isTrashed(page)) continue;
    const id = dashedId(textAt(page, "id") ?? "") ?? "";
    const read = left.has(id) ? await pointRead(calls, plan, id) : { state: "live" as const, page };
    if (read.state !== "live") continue;
    pages.push(read.page);
    left.delete(id);
  }
  return { pages, trash: [...left] };
}

const lost = (calls: Calls, reason: string): ChangedPage => ({
  records: [],
  gone: [],
  next: null,
  end: { kind: "lost", reason },
  requests: calls.requests,
});

function parsePlace(text: string): Place {
  try {
    return form.parse(JSON.parse(text));
  } catch {
    throw new AppError("internal", "The place to go on reading from is not known; the read starts again.");
  }
}
