import { type Calls, must } from "./client";
import type { SidePlan } from "./config";
import { dashedId } from "./ids";
import { type Json, objectAt, textAt } from "./json";
import { isTrashed } from "./schema";

/**
 * One page by its id:
 *
 * - trashed: in the trash, restorable; `page` is what it held. moved: it lives, under another parent.
 * - hidden: 404 or no page at all: not shared, or gone for good. Notion does not tell which.
 */
export type PointRead =
  | { readonly state: "live" | "trashed"; readonly page: Json }
  | { readonly state: "moved" }
  | { readonly state: "hidden"; readonly reason: string };

/** Throws what concerns the connection as a whole: access withdrawn, rate limit, outage. */
export async function pointRead(calls: Calls, plan: SidePlan, locator: string): Promise<PointRead> {
  const id = dashedId(locator);
  if (id === null) return { state: "hidden", reason: "The record's id is no Notion id." };
  const answer = await calls.page(id);
  if (!answer.ok && (answer.failure.kind === "not-found" || answer.failure.kind === "rejected")) {
    return { state: "hidden", reason: "The page is not shared with the connection, or gone for good." };
  }
  const page = must(answer);
  if (isTrashed(page)) return { state: "trashed", page };
  const parent = objectAt(page, "parent");
  if (parent === null) return { state: "hidden", reason: "Notion shows only a part of the page." };
  const home = dashedId(textAt(parent, "data_source_id") ?? "");
  return home === plan.dataSourceId ? { state: "live", page } : { state: "moved" };
}
