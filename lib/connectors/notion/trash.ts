import { type Calls, must } from "./client";
import type { SidePlan } from "./config";
import { dashedId } from "./ids";
import { textAt } from "./json";
import { cursorForgotten } from "./read";
import { isTrashed } from "./schema";

/** Pages of the trash that are looked through; beyond, reading everything costs no more. */
const MOST_PAGES = 5;

/**
 * The rows in the trash that may have come there since the minute `since`, by id; null if there are more than are
 * looked through. It may tell older ones.
 *
 * Whether trashing a row touches its `last_edited_time` is not known. So the trash is not asked by time: its latest
 * edited hundred rows are always told, which is all of it in most tables, and more of it as long as the edits are
 * recent. What else went into a larger trash without a touch is found by the full read.
 */
export async function recentTrash(
  calls: Calls,
  plan: SidePlan,
  since: string,
): Promise<readonly string[] | null> {
  const gone = new Set<string>();
  let cursor: string | null = null;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const answer = await calls.query(plan.dataSourceId, ["title"], {
      is_archived: true,
      sorts: [{ timestamp: "last_edited_time", direction: "descending" }],
      page_size: 100,
      ...(cursor === null ? {} : { start_cursor: cursor }),
    });
    if (cursor !== null && cursorForgotten(answer)) {
      cursor = null;
      continue;
    }
    const list = must(answer);
    for (const page of list.results) {
      const id = dashedId(textAt(page, "id") ?? "");
      // The page itself must say so: were `is_archived` not understood, the answer would be the living rows.
      if (id !== null && page.object === "page" && isTrashed(page)) gone.add(id);
    }
    const oldest = Date.parse(textAt(list.results.at(-1) ?? {}, "last_edited_time") ?? "");
    if (oldest < Date.parse(since)) return [...gone];
    if (!list.hasMore) return list.cut === "other" ? null : [...gone];
    if (list.nextCursor === null) return null;
    cursor = list.nextCursor;
  }
  return null;
}
