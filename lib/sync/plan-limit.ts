import "server-only";
import { admit, OVER_PLAN_LIMIT, requireRunning } from "@/lib/billing/row-limit";
import { settleRows } from "@/lib/billing/settle-rows";
import type { SeenIssue } from "@/lib/db/rows/issues";
import type { RunTransaction } from "@/lib/db/run-store";
import { formatCount } from "@/lib/format/count";
import { publicId } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import type { Decided } from "./decide";
import type { Draft } from "./draft";
import type { RunSession } from "./session";

/** Throws AppError `limit-reached` once the organization has had more rows than its plan holds for too long. */
export async function requireWithinPlan({ store, planOf }: RunSession, now: Date): Promise<void> {
  const { plan, ...use } = await store.transact((tx) => tx.rowUse());
  requireRunning(planOf(plan), use, now);
}

/** After a run has changed how many rows there are: what becomes of the organization's warning and its pause. */
export const settlePlan = (session: RunSession, tx: RunTransaction, now: Date): Promise<Entry[]> =>
  settleRows(tx, session.planOf, { organization: publicId("org", session.organizationId), now });

/** What is wanted of one row. */
interface Wanted {
  readonly draft: Draft;
  readonly stored: Decided;
}

/**
 * The room that the organization's plan has for new rows of one plan, from slice to slice. Rows of the registry are never
 * held up. What a person has ordered back is taken up in any case: its rows had their place before.
 */
export class RowRoom {
  /** Null = no limit. Not asked for before something new comes: most runs bring nothing new. */
  private room: number | null | undefined;
  private left = 0;
  private message = "";

  constructor(
    private readonly tx: RunTransaction,
    private readonly session: RunSession,
  ) {}

  /** Divides what is to be stored into what is, and new rows that wait for room. */
  async share<T extends Wanted>(
    wanted: readonly T[],
  ): Promise<{ readonly kept: readonly T[]; readonly waiting: ReadonlySet<T> }> {
    this.left += wanted.filter(isLeaving).length;
    const arriving = wanted.filter(isNew);
    if (arriving.length === 0) return { kept: wanted, waiting: new Set() };
    const room = await this.roomLeft();
    const asking = arriving.filter((one) => !isOrdered(one));
    const ordered = arriving.length - asking.length;
    const answer = admit(room === null ? null : room - ordered, {
      leaving: this.left,
      arriving: asking.length,
    });
    this.room = answer.room;
    this.left = 0;
    const waiting = new Set(asking.slice(answer.admitted));
    return { kept: wanted.filter((one) => !waiting.has(one)), waiting };
  }

  /** The issue of a new row that waits, on each side that shows it. */
  waits({ candidate }: Draft): SeenIssue[] {
    const showing = candidate.records.filter(({ state }) => state === "present");
    return showing.map(({ sideId }) => ({
      ...{ sideId, subject: candidate.key, rowId: null, field: null },
      ...{ reason: OVER_PLAN_LIMIT, message: this.message },
    }));
  }

  private async roomLeft(): Promise<number | null> {
    if (this.room !== undefined) return this.room;
    const { word, rows: limit } = this.session.planOf((await this.tx.rowUse()).plan);
    if (limit === null) return null;
    this.message = `The ${word} plan's ${formatCount(limit)} rows are used, so this new row waits where it is. It is taken up by itself once there is room: choose a larger plan, or delete rows that you no longer need.`;
    return limit - (await this.tx.claimRows(this.session.registry.id));
  }
}

const isLeaving = ({ draft, stored: { decision } }: Wanted): boolean =>
  draft.candidate.base?.inScope === true &&
  (decision?.outcome === "deleted" || decision?.outcome === "outside");

const isNew = ({ stored: { decision } }: Wanted): boolean =>
  decision !== null && decision.before === null && decision.outcome === "merged";

const isOrdered = ({ draft: { state } }: Wanted): boolean => (state.order ?? null) !== null;
