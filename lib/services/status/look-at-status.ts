import "server-only";
import { type StatusDay, statusDays } from "@/lib/db/status-samples";
import { log } from "@/lib/log";
import { type StatusView, statusView } from "./status-view";
import { KEPT_DAYS } from "./status-window";

const FRESH_MS = 30_000;
const DAY_MS = 24 * 60 * 60_000;

let kept: { readonly at: number; readonly view: Promise<StatusView> } | null = null;

/**
 * How this installation does and did, for anybody: looked up at most every 30 seconds. Where the database does not answer,
 * that is what it says.
 */
export function lookAtStatus(now = new Date()): Promise<StatusView> {
  if (kept === null || now.getTime() - kept.at >= FRESH_MS) kept = { at: now.getTime(), view: read(now) };
  return kept.view;
}

async function read(now: Date): Promise<StatusView> {
  let days: StatusDay[] | null = null;
  try {
    days = await statusDays(new Date(now.getTime() - KEPT_DAYS * DAY_MS));
  } catch (error) {
    log("error", "status.unread", { error });
  }
  return statusView(days, now);
}
