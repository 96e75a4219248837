import type { Found, Page, SideRecord } from "../connector";
import { type Answer, type Calls, type List, must } from "./client";
import type { SidePlan } from "./config";
import { notShared } from "./failure";
import { pointRead } from "./point-read";
import { type Budget, completed, draftOf, type Unreadable } from "./record";
import { fetchLiveSchema, isTrashed, type Schema, unreadableRelations } from "./schema";
import { advance, type Cursor, cursorText, firstCursor, parseCursor, queryOf, restarted } from "./window";

/** Calls that one page of a read, or one `find`, may put into lists of more than 25 members. */
const LONG_LISTS = 100;

/** The ids to ask for: mapped and still there. Never none, or Notion would send all. */
export function wantedProperties(plan: SidePlan, schema: Schema): readonly string[] {
  const wanted = plan.fields.map((field) => field.property).filter((id) => schema.properties.has(id));
  return wanted.length > 0 ? [...new Set(wanted)] : ["title"];
}

export async function readPage(calls: Calls, plan: SidePlan, text: string | null): Promise<Page> {
  let cursor = text === null ? await begin(calls, plan) : parseCursor(text);
  let answer = await ask(calls, plan, cursor);
  if (cursorForgotten(answer, cursor)) {
    cursor = restarted(cursor);
    answer = await ask(calls, plan, cursor);
  }
  const step = advance(cursor, must(answer));
  const unreadable = new Map(Object.entries(cursor.unreadable));
  const budget: Budget = { left: LONG_LISTS };
  const records: SideRecord[] = [];
  for (const page of step.fresh) {
    const draft = isTrashed(page) ? null : draftOf(plan, unreadable, page);
    if (draft !== null) records.push(await completed(calls, draft, budget));
  }
  const skipped = step.fresh.length - records.length;
  return finished(step.next, step.census, records, { skipped, requests: calls.requests });
}

async function begin(calls: Calls, plan: SidePlan): Promise<Cursor> {
  const schema = await fetchLiveSchema(calls, plan.dataSourceId);
  return firstCursor(wantedProperties(plan, schema), await unreadableRelations(calls, plan, schema));
}

const ask = (calls: Calls, plan: SidePlan, cursor: Cursor): Promise<Answer<List>> =>
  calls.query(plan.dataSourceId, cursor.properties, queryOf(cursor));

/** https://developers.notion.com/reference/intro: an expired cursor is a validation error that names it. */
const cursorForgotten = (answer: Answer<List>, cursor: Cursor): boolean =>
  cursor.at !== null &&
  !answer.ok &&
  answer.failure.kind === "rejected" &&
  /start_cursor|cursor/i.test(answer.failure.text);

/** What was listed but is no row (trashed meanwhile) does not count. */
function finished(
  next: Cursor | null,
  census: Page["census"],
  records: readonly SideRecord[],
  { skipped, requests }: { readonly skipped: number; readonly requests: number },
): Page {
  return {
    records,
    next: next === null ? null : cursorText({ ...next, total: next.total - skipped }),
    census: census?.complete ? { complete: true, total: census.total - skipped } : census,
    requests,
  };
}

/**
 * Point reads. A page counts as absent only if it is in the trash or under another parent while the data
 * source itself lives: rows of a trashed data source look trashed too.
 */
export async function findRecords(
  calls: Calls,
  plan: SidePlan,
  locators: readonly string[],
): Promise<readonly Found[]> {
  if (locators.length === 0) return [];
  let unreadable: Unreadable | null = null;
  const budget: Budget = { left: LONG_LISTS };
  const found: Found[] = [];
  for (const locator of locators) {
    const read = await pointRead(calls, plan, locator);
    if (read.state === "hidden") found.push({ locator, state: "unknown", reason: read.reason });
    else if (read.state !== "live") found.push({ locator, state: "absent" });
    else {
      unreadable ??= await relationsUnreadable(calls, plan);
      const draft = draftOf(plan, unreadable, read.page);
      if (draft === null) throw notShared();
      found.push({ locator, state: "present", record: await completed(calls, draft, budget) });
    }
  }
  if (found.some((each) => each.state === "absent")) await fetchLiveSchema(calls, plan.dataSourceId);
  return found;
}

/** Costs calls only where relations are mapped. */
async function relationsUnreadable(calls: Calls, plan: SidePlan): Promise<Unreadable> {
  if (!plan.fields.some((field) => field.type === "relation")) return new Map();
  return unreadableRelations(calls, plan, await fetchLiveSchema(calls, plan.dataSourceId));
}
