import type { RunTransaction } from "@/lib/db/run-store";
import type { Entry } from "@/lib/ledger/envelope";
import type { Plan } from "./plans";
import { rowStanding } from "./row-limit";

type RowCalls = Pick<RunTransaction, "rowUse" | "noteRowsOver" | "resumeOverLimit">;

const SYSTEM = { type: "system", ref: "plan" } as const;

/**
 * Notes that the organization has more rows than its plan holds, or has them no more; then what was paused for it goes
 * on. Returns the entries to be recorded: one at each change, none while it stays so.
 */
export async function settleRows(
  tx: RowCalls,
  planOf: (name: string) => Plan,
  { organization, now }: { readonly organization: string; readonly now: Date },
): Promise<Entry[]> {
  const { plan: name, rows, overSince } = await tx.rowUse();
  const plan = planOf(name);
  const standing = rowStanding(plan, { rows, overSince }, now);
  const isOver = standing === "over" || standing === "paused";
  const isNews = isOver !== (overSince !== null) && (await tx.noteRowsOver(isOver ? now : null));
  // Also where that was noted before: a run that began under the old plan may have paused its registry since.
  const resumed = isOver ? 0 : await tx.resumeOverLimit(now);
  if (!isNews) return [];
  return [
    {
      actor: SYSTEM,
      action: isOver ? "plan.over-limit" : "plan.within-limit",
      outcome: "ok",
      target: { type: "organization", ref: organization },
      source: null,
      destination: null,
      runId: null,
      payload: { plan: name, rows, limit: plan.rows, ...(!isOver && { resumed }) },
    },
  ];
}
