import { AppError } from "@/lib/errors";
import { counted, formatCount } from "@/lib/format/count";
import type { Plan } from "./plans";

/** From this share of its plan's rows on an organization is warned. */
const WARN_SHARE = 0.8;

/** An organization that has more rows than its plan holds is warned for this long before its registries are paused. */
const GRACE_MS = 14 * 24 * 60 * 60 * 1000;

/** The reason of an issue about a new row that the plan has no room for. */
export const OVER_PLAN_LIMIT = "over-plan-limit";

/** The rows that an organization has, over all registries. */
export interface RowUse {
  readonly rows: number;
  /** Since when it has more than its plan holds, as far as that was noted. */
  readonly overSince: Date | null;
}

/**
 * How an organization stands to its plan's rows: *near* from 80 % on, *full* where nothing new is taken up, *over*
 * where it has more than the plan holds (after a change to a smaller one, a restore), *paused* once that was so for 14 days.
 */
export type RowStanding = "within" | "near" | "full" | "over" | "paused";

export function rowStanding({ rows: limit }: Plan, { rows, overSince }: RowUse, now: Date): RowStanding {
  if (limit === null) return "within";
  if (rows > limit) return overSince !== null && now >= pausedFrom(overSince) ? "paused" : "over";
  if (rows === limit) return "full";
  return rows >= WARN_SHARE * limit ? "near" : "within";
}

export const pausedFrom = (overSince: Date): Date => new Date(overSince.getTime() + GRACE_MS);

/** Rows that a part of a plan takes out of the registry, and new ones that it would take up. */
export interface RowDelta {
  readonly leaving: number;
  readonly arriving: number;
}

/**
 * How many of the new rows there is room for, and the room that is left; null = no limit. What leaves makes room first.
 * Room is below zero where the organization has more rows than the plan holds: then so many must leave before one is new.
 */
export function admit(
  room: number | null,
  { leaving, arriving }: RowDelta,
): { readonly admitted: number; readonly room: number | null } {
  if (room === null) return { admitted: arriving, room };
  const free = room + leaving;
  const admitted = Math.max(0, Math.min(arriving, free));
  return { admitted, room: free - admitted };
}

/** What is said of an organization's rows, and the way out; null while there is nothing to say. */
export interface RowNotice {
  readonly standing: Exclude<RowStanding, "within">;
  readonly message: string;
  readonly remedy: string;
  /** When its registries are paused unless something changes. */
  readonly pausesAt: Date | null;
}

const REMEDY = "Choose a larger plan, or delete rows or a registry that you no longer need.";

export function rowNotice(plan: Plan, use: RowUse, now: Date): RowNotice | null {
  const standing = rowStanding(plan, use, now);
  if (standing === "within" || plan.rows === null) return null;
  const used = `${formatCount(use.rows)} of the ${plan.word} plan's ${counted(plan.rows, "row")}`;
  const pausesAt = standing === "over" && use.overSince ? pausedFrom(use.overSince) : null;
  switch (standing) {
    case "near":
      return { standing, message: `${used} are used.`, remedy: REMEDY, pausesAt };
    case "full":
      return { standing, message: `${used} are used: new rows wait.`, remedy: REMEDY, pausesAt };
    case "over": {
      const when = pausesAt ? ` Registries pause on ${pausesAt.toISOString().slice(0, 10)}.` : "";
      return { standing, message: `${used} are used: new rows wait.${when}`, remedy: REMEDY, pausesAt };
    }
    case "paused": {
      const message = `${used} are used: registries are paused. All rows are kept.`;
      const remedy = "Choose a larger plan, or delete a registry; they go on by themselves.";
      return { standing, message, remedy, pausesAt };
    }
    default:
      return standing satisfies never;
  }
}

/** Throws AppError `limit-reached` while the organization has had more rows than its plan holds for too long. */
export function requireRunning(plan: Plan, use: RowUse, now: Date): void {
  const notice = rowNotice(plan, use, now);
  if (notice?.standing === "paused")
    throw new AppError("limit-reached", notice.message, { remedy: notice.remedy });
}
