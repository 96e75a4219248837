import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type Plan, requireSchedule, usualSchedule } from "@/lib/billing/plans";
import { withOrg } from "@/lib/db/control";
import { usageOf } from "@/lib/db/organizations";
import { findRegistry } from "@/lib/db/registries";
import { minutesBetween } from "@/lib/engine/cadence";
import { AppError } from "@/lib/errors";
import { counted, formatCount } from "@/lib/format/count";
import { planOfOrganization } from "../organizations/plan-of-organization";
import type { DraftLimits, KeyView, LimitLine } from "./draft-view";
import { requireDraft } from "./stored-draft";
import { tryKey } from "./try-key";

/** What the plan has room for, and what this draft would add: said before anything is made. */
export async function draftLimits(caller: Caller, id: string): Promise<DraftLimits> {
  authorize(caller, "registry:read");
  const { organizationId } = caller;
  const { draft, plan, usage, isMade } = await withOrg(organizationId, async (db) => {
    const found = await requireDraft(db, id);
    return {
      draft: found,
      plan: await planOfOrganization(db, organizationId),
      usage: await usageOf(db),
      isMade: found.registryId !== null && (await findRegistry(db, found.registryId)) !== null,
    };
  });
  return {
    plan: plan.word,
    registries: registryLine(plan, usage.registries, isMade ? 0 : 1),
    rows: rowLine(plan, usage.rows, await tryKey(caller, id)),
    schedule: scheduleLine(plan, draft.body.schedule ?? usualSchedule(plan)),
  };
}

const LARGER = "Choose a larger plan";

function registryLine({ word, registries: limit }: Plan, used: number, adds: number): LimitLine {
  const isOver = limit !== null && used + adds > limit;
  const message =
    limit === null
      ? `The ${word} plan has no limit of registries.`
      : `${used} of the ${word} plan's ${counted(limit, "registry", "registries")} ${used === 1 ? "is" : "are"} used.`;
  const remedy = isOver ? `${LARGER}, or delete a registry that you no longer need.` : null;
  return { used, limit, adds, isOver, message, remedy };
}

function rowLine({ word, rows: limit }: Plan, used: number, { rows, result }: KeyView): LimitLine {
  const adds = result?.rows ?? null;
  const isWhole = rows?.every((side) => side.isWhole) ?? false;
  const left = limit === null ? null : Math.max(0, limit - used);
  const isFull = limit !== null && adds !== null && used + adds > limit;
  const isOver = isFull ? true : adds === null || !isWhole ? (limit === null ? false : null) : false;
  const told =
    adds === null
      ? "How many rows this adds is not known yet."
      : `This adds ${isWhole ? "" : "at least "}${counted(adds, "row")}`;
  const message =
    limit === null
      ? `The ${word} plan has no limit of rows.`
      : adds === null
        ? told
        : `${told}; the ${word} plan has room for ${formatCount(left ?? 0)} of ${formatCount(limit)}.`;
  const remedy = isFull ? `${LARGER}, filter the rows, or let those beyond the limit wait.` : null;
  return { used, limit, adds, isOver, message, remedy };
}

function scheduleLine(plan: Plan, schedule: string): LimitLine {
  const limit = plan.leastMinutes === 0 ? null : plan.leastMinutes;
  const line = { used: minutesBetween(schedule) ?? 0, limit, adds: null };
  try {
    requireSchedule(plan, schedule);
    return { ...line, isOver: false, message: `The ${plan.word} plan allows the schedule.`, remedy: null };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.kind !== "limit-reached") throw thrown;
    return { ...line, isOver: true, message: thrown.message, remedy: thrown.remedy };
  }
}
