import "server-only";
import { noteStatus as store, sweepStatus, workNow } from "@/lib/db/status-samples";
import { judgeStatus } from "./judge-status";
import { KEPT_DAYS, SAMPLE_MINUTES } from "./status-window";

const MINUTE_MS = 60_000;
/** A run that nobody has moved on for so long is late. */
const LATE_MS = 10 * MINUTE_MS;

/** Looks how this installation does and keeps it, once in five minutes however often it is asked; the oldest is forgotten. */
export async function noteStatus(now: Date): Promise<void> {
  const every = SAMPLE_MINUTES * MINUTE_MS;
  const at = new Date(Math.floor(now.getTime() / every) * every);
  const work = await workNow(new Date(now.getTime() - LATE_MS), new Date(now.getTime() - every));
  await store(at, judgeStatus(work));
  await sweepStatus(new Date(now.getTime() - KEPT_DAYS * 24 * 60 * MINUTE_MS));
}
