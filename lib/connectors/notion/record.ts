import { randomInt } from "node:crypto";
import type { Value } from "@/lib/engine/value";
import type { SideRecord } from "../connector";
import { type Calls, must } from "./client";
import type { PlannedField, SidePlan } from "./config";
import { decode, isTruncated } from "./decode";
import { dashedId, propertyId } from "./ids";
import { isJson, type Json, objectAt, textAt } from "./json";

/** Notion rounds its timestamps down to the minute. */
const GRAIN_MS = 60_000;

/** A page as far as one answer shows it: `truncated` fields still have to be fetched member by member. */
export interface Draft {
  readonly record: SideRecord;
  readonly truncated: readonly PlannedField[];
}

export type Unreadable = ReadonlyMap<string, string>;

/** Null if the object has no id of a page. A partial page gives a record of unknown cells: there, but not shown. */
export function draftOf(plan: SidePlan, unreadable: Unreadable, page: Json): Draft | null {
  const locator = dashedId(textAt(page, "id") ?? "");
  if (page.object !== "page" || locator === null) return null;
  const properties = new Map<string, Json>();
  for (const property of Object.values(objectAt(page, "properties") ?? {})) {
    if (isJson(property)) properties.set(propertyId(textAt(property, "id") ?? ""), property);
  }
  const cells: Record<string, Value> = {};
  const unknown: Record<string, string> = {};
  const truncated: PlannedField[] = [];
  const rollsUpMore = mayRollUpMore([...properties.values()]);
  for (const field of plan.fields) {
    const property = properties.get(field.property);
    const barred = unreadable.get(field.id);
    const decoded =
      barred === undefined ? decode(field.type, property) : { ok: false as const, reason: barred };
    if (!decoded.ok) unknown[field.id] = decoded.reason;
    else if (
      property !== undefined &&
      (isTruncated(property) || (property.type === "rollup" && rollsUpMore))
    ) {
      truncated.push(field);
      unknown[field.id] = TOO_LONG;
    } else cells[field.id] = decoded.value;
  }
  const at = Date.parse(textAt(page, "last_edited_time") ?? "");
  const changedAt = Number.isNaN(at) ? null : { at, grainMs: GRAIN_MS };
  const changedBy = textAt(objectAt(page, "last_edited_by") ?? {}, "id");
  return { record: { locator, cells, unknown, changedAt, changedBy }, truncated };
}

/**
 * Notion computes a rollup that it shows in a page over 25 related pages and says nothing of the others. Which of the page's
 * relations a rollup counts over is not told here; one that is cut, or none that is shown, puts all of them in doubt.
 */
function mayRollUpMore(properties: readonly Json[]): boolean {
  const relations = properties.filter(({ type }) => type === "relation");
  return relations.length === 0 || relations.some(isTruncated);
}

const TOO_LONG = "The list is longer than Notion shows at once.";

/** How many calls may still go into long lists; what is over stays unknown. */
export interface Budget {
  left: number;
}

/** Which of so many is first, by chance. */
type Begin = (count: number) => number;

/**
 * The records with their truncated cells filled in while the budget lasts. It begins anywhere among them: what is over is
 * then not the same each time, and each gets its turn. Throws only what concerns the whole connection; a property that
 * cannot be fetched stays unknown.
 */
export async function completed(
  calls: Calls,
  drafts: readonly Draft[],
  budget: Budget,
  begin: Begin = randomInt,
): Promise<readonly SideRecord[]> {
  const records = drafts.map(({ record }) => ({
    ...record,
    cells: { ...record.cells },
    unknown: { ...record.unknown },
  }));
  const lists = drafts.flatMap(({ truncated }, at) =>
    truncated.map((field) => ({ field, record: records[at] })),
  );
  const first = lists.length < 2 ? 0 : begin(lists.length);
  for (const { field, record } of [...lists.slice(first), ...lists.slice(0, first)]) {
    if (record === undefined) continue;
    const property = await wholeProperty(calls, record.locator, field, budget);
    if (property === null) continue;
    const decoded = decode(field.type, property);
    if (!decoded.ok) {
      record.unknown[field.id] = decoded.reason;
      continue;
    }
    record.cells[field.id] = decoded.value;
    delete record.unknown[field.id];
  }
  return records;
}

/**
 * All members through the property endpoint, which lists one member in each result. Of a rollup it tells what it comes to
 * so far, and at the end of the list what it comes to over all.
 */
async function wholeProperty(
  calls: Calls,
  pageId: string,
  field: PlannedField,
  budget: Budget,
): Promise<Json | null> {
  const members: Json[] = [];
  let type: string | null = null;
  for (let cursor: string | null = null; ; ) {
    if (budget.left <= 0) return null;
    budget.left -= 1;
    const answer = await calls.property(pageId, field.property, cursor);
    if (!answer.ok && (answer.failure.kind === "not-found" || answer.failure.kind === "rejected"))
      return null;
    const list = must(answer);
    const isRollup = list.whole?.type === "rollup";
    for (const item of isRollup ? [] : list.results) {
      type = textAt(item, "type");
      const member = type === null ? null : objectAt(item, type);
      if (member === null) return null;
      members.push(member);
    }
    if (!list.hasMore && isRollup) return list.whole;
    if (!list.hasMore) return type === null ? null : { type, [type]: members, has_more: false };
    if (list.nextCursor === null || list.nextCursor === cursor) return null;
    cursor = list.nextCursor;
  }
}
