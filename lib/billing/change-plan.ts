import { type RowClient, recordRows } from "@/lib/db/row-store";
import { replacePlan, wakeOverLimit } from "@/lib/db/row-use";
import { runTransactionOn } from "@/lib/db/run-store";
import { publicId } from "@/lib/ids";
import type { Actor } from "@/lib/ledger/envelope";
import { planOf } from "./plans";
import { OVER_PLAN_LIMIT } from "./row-limit";
import { settleRows } from "./settle-rows";

export interface PlanChange {
  readonly organizationId: string;
  /** The plan's name. */
  readonly plan: string;
  readonly actor: Actor;
}

/**
 * Gives an organization another plan, in the transaction of `client`, which is scoped to it. What the old one held up goes
 * on by itself: registries that were paused over the limit, and new rows that found no room. Nothing is taken away by a
 * smaller plan: creates stop, and registries are paused once too many rows have stood for too long. Answers the plan
 * before; null where there is no such organization.
 */
export async function changePlan(
  client: RowClient,
  { organizationId, plan, actor }: PlanChange,
  now: Date,
): Promise<string | null> {
  const before = await replacePlan(client, plan);
  if (before === null) return null;
  const organization = publicId("org", organizationId);
  const settled = await settleRows(runTransactionOn(client), planOf, { organization, now });
  await wakeOverLimit(client, OVER_PLAN_LIMIT);
  const changed = {
    actor,
    action: "plan.changed",
    outcome: "ok",
    target: { type: "organization", ref: organization },
    source: null,
    destination: null,
    runId: null,
    payload: { before, after: plan },
  } as const;
  await recordRows(client, before === plan ? settled : [changed, ...settled], now);
  return before;
}

/** Rows have gone from an organization: what its plan held up goes on, if that is enough. */
export async function settleFreedRows(client: RowClient, organizationId: string, now: Date): Promise<void> {
  const organization = publicId("org", organizationId);
  const settled = await settleRows(runTransactionOn(client), planOf, { organization, now });
  await wakeOverLimit(client, OVER_PLAN_LIMIT);
  await recordRows(client, settled, now);
}
