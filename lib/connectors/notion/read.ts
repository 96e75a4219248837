import type { Found, Page, SideRecord } from "../connector";
import { type Answer, type Calls, type List, must } from "./client";
import type { SidePlan } from "./config";
import { notShared } from "./failure";
import type { Json } from "./json";
import { markText } from "./mark";
import { pointRead } from "./point-read";
import { completed, type Draft, draftOf, type Unreadable } from "./record";
import { fetchLiveSchema, isTrashed, requireLiveDatabase, type Schema, unreadableRelations } from "./schema";
import {
  advance,
  type Cursor,
  cursorText,
  firstCursor,
  parseCursor,
  queryOf,
  restarted,
  type Step,
} from "./window";

/** Each is a call of its own. */
export const LOOKUP_BATCH = 50;

/** Calls that one page of a read, or one `find`, may put into lists of more than 25 members. */
const LONG_LISTS = 100;

/**
 * The Notion types of the mapped properties that are still there, by property id, and of the relations that mapped rollups
 * count over: how long those are tells whether Notion has cut the rollup.
 */
export function mappedNatives(plan: SidePlan, schema: Schema): ReadonlyMap<string, string> {
  const mapped = plan.fields.flatMap(({ property }) => schema.properties.get(property) ?? []);
  const counted = mapped.flatMap(({ rollsUp }) => schema.properties.get(rollsUp ?? "") ?? []);
  return new Map([...mapped, ...counted].map(({ id, native }) => [id, native]));
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
  const { cursor, step } = await listOn(
    calls,
    plan,
    text === null ? await begin(calls, plan) : parseCursor(text),
  );
  learn(nativesOf(cursor));
  const unreadable = new Map(Object.entries(cursor.unreadable));
  const live = step.fresh.filter((page) => !isTrashed(page));
  const records = await recordsOf(calls, plan, live, unreadable);
  const skipped = step.fresh.length - records.length;
  const page = finished(cursor, step, skipped);
  if (page.census?.complete && page.census.total === 0) await requireLivePlace(calls, plan);
  return { ...page, records, requests: calls.requests };
}

/** Nothing listed, or rows in the trash, mean something only if neither data source nor database is in the trash. */
async function requireLivePlace(calls: Calls, plan: SidePlan): Promise<void> {
  await requireLiveDatabase(calls, await fetchLiveSchema(calls, plan.dataSourceId));
}

/** The cursor's next answer. A place that Notion has forgotten is gone back from, once in an answer. */
export async function listOn(
  calls: Calls,
  plan: SidePlan,
  from: Cursor,
  editedSince: string | null = null,
): Promise<{ readonly cursor: Cursor; readonly step: Step }> {
  const ask = (cursor: Cursor): Promise<Answer<List>> =>
    calls.query(plan.dataSourceId, wantedProperties(nativesOf(cursor)), queryOf(cursor, editedSince));
  const answer = await ask(from);
  if (from.at === null || !cursorForgotten(answer)) {
    return { cursor: from, step: advance(from, must(answer)) };
  }
  const cursor = restarted(from);
  return { cursor, step: advance(cursor, must(await ask(cursor))) };
}

/** The pages as records, long lists completed as far as the budget of one answer goes. What is no page is left out. */
export async function recordsOf(
  calls: Calls,
  plan: SidePlan,
  pages: readonly Json[],
  unreadable: Unreadable,
): Promise<readonly SideRecord[]> {
  const drafts = pages.flatMap((page) => draftOf(plan, unreadable, page) ?? []);
  return completed(calls, drafts, { left: LONG_LISTS });
}

async function begin(calls: Calls, plan: SidePlan): Promise<Cursor> {
  const at = Date.now();
  const schema = await fetchLiveSchema(calls, plan.dataSourceId);
  const unreadable = await unreadableRelations(calls, plan, schema);
  // What cannot be read now may be shared later, which no row's time would tell.
  const mark = unreadable.size > 0 ? null : markText(plan, schema, at);
  return firstCursor(mappedNatives(plan, schema), unreadable, mark);
}

export const nativesOf = (cursor: Cursor): ReadonlyMap<string, string> =>
  new Map(Object.entries(cursor.natives));

/** https://developers.notion.com/reference/intro: an expired cursor is a validation error that names it. */
export const cursorForgotten = (answer: Answer<List>): boolean =>
  !answer.ok && answer.failure.kind === "rejected" && /start_cursor|cursor/i.test(answer.failure.text);

/** What was listed but is no row (trashed meanwhile) does not count. */
function finished(
  cursor: Cursor,
  { next, census }: Step,
  skipped: number,
): Omit<Page, "records" | "requests"> {
  if (next !== null) return { next: cursorText({ ...next, total: next.total - skipped }), census: null };
  return census?.complete
    ? { next, census: { complete: true, total: census.total - skipped }, mark: cursor.mark }
    : { next, census, mark: null };
}

/**
 * Point reads. A page counts as absent only if it is in the trash or under another parent while data source and
 * database live: rows of a trashed one look trashed too.
 */
export async function findRecords(
  calls: Calls,
  plan: SidePlan,
  locators: readonly string[],
): Promise<readonly Found[]> {
  if (locators.length === 0) return [];
  let unreadable: Unreadable | null = null;
  const drafts: Draft[] = [];
  const found: Found[] = [];
  for (const locator of locators) {
    const read = await pointRead(calls, plan, locator);
    if (read.state === "hidden") found.push({ locator, state: "unknown", reason: read.reason });
    else if (read.state !== "live") found.push({ locator, state: "absent" });
    else {
      unreadable ??= await relationsUnreadable(calls, plan);
      const draft = draftOf(plan, unreadable, read.page);
      if (draft === null) throw notShared();
      drafts.push(draft);
      found.push({ locator, state: "present", record: draft.record });
    }
  }
  if (found.some((each) => each.state === "absent")) await requireLivePlace(calls, plan);
  const records = await completed(calls, drafts, { left: LONG_LISTS });
  const whole = new Map(drafts.map(({ record }, at) => [record, records[at] ?? record]));
  return found.map((each) =>
    each.state === "present" ? { ...each, record: whole.get(each.record) ?? each.record } : each,
  );
}

/** Costs calls only where relations are mapped. */
async function relationsUnreadable(calls: Calls, plan: SidePlan): Promise<Unreadable> {
  if (!plan.fields.some((field) => field.type === "relation")) return new Map();
  return unreadableRelations(calls, plan, await fetchLiveSchema(calls, plan.dataSourceId));
}
