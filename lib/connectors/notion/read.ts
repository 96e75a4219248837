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

/** The Notion types of the mapped properties that are still there, by property id. */
export function mappedNatives(plan: SidePlan, schema: Schema): ReadonlyMap<string, string> {
  const natives = new Map<string, string>();
  for (const { property } of plan.fields) {
    const native = schema.properties.get(property)?.native;
    if (native !== undefined) natives.set(property, native);
  }
  return natives;
}

/** The properties to ask for. Never none, or Notion would send all. */
export const wantedProperties = (natives: ReadonlyMap<string, string>): readonly string[] =>
  natives.size > 0 ? [...natives.keys()] : ["title"];

/** `learn` is told the properties' types, which the cursor carries from the first page on. */
export async function readPage(
  calls: Calls,
  plan: SidePlan,
  text: string | null,
  learn: (natives: ReadonlyMap<string, string>) => void,
): Promise<Page> {
  let cursor = text === null ? await begin(calls, plan) : parseCursor(text);
  let answer = await ask(calls, plan, cursor);
  if (cursorForgotten(answer, cursor)) {
    cursor = restarted(cursor);
    answer = await ask(calls, plan, cursor);
  }
  learn(nativesOf(cursor));
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
  return firstCursor(mappedNatives(plan, schema), await unreadableRelations(calls, plan, schema));
}

const ask = (calls: Calls, plan: SidePlan, cursor: Cursor): Promise<Answer<List>> =>
  calls.query(plan.dataSourceId, wantedProperties(nativesOf(cursor)), queryOf(cursor));

const nativesOf = (cursor: Cursor): ReadonlyMap<string, string> => new Map(Object.entries(cursor.natives));

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
