import "server-only";
import type { RowClient } from "@/lib/db/row-store";
import { deletedSince, linkedRows } from "@/lib/db/rows/commit";
import { changedRows, planCounts } from "@/lib/db/rows/operations";
import { censusOf, dropStaged } from "@/lib/db/rows/stage";
import { changeRegistryState, releaseLease, supersedeHeldRuns } from "@/lib/db/run-progress";
import {
  applyBrakes,
  type Brake,
  type BrakeLimits,
  DEFAULT_LIMITS,
  type RunStats,
  severityOf,
} from "@/lib/engine/brakes";
import { isWriting } from "@/lib/engine/run-advance";
import { publicId } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import type { RunSession, Step } from "./session";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Counts what the plan would do and applies the brakes: the run goes on, waits for a person, or stops. */
export async function brakeRun(session: RunSession, now: Date): Promise<void> {
  await session.commit(async (client): Promise<Step> => {
    const stats = await statsOf(session, client, now);
    const brakes = [...applyBrakes(stats, limitsOf(session)), ...unconfirmedDeletes(session, stats)];
    const severity = severityOf(brakes);
    const isHeld = severity === "hold" && isWriting(session.run.kind);
    if (isWriting(session.run.kind) && severity !== "stop") await supersede(session, client, now);
    if (isHeld) {
      await changeRegistryState(client, session.registry.id, {
        state: "held",
        reason: brakes[0]?.message ?? null,
      });
      await releaseLease(client, session.registry.id, session.run.id);
    }
    const entries = [entry(session, "run.planned", { planHash: session.planHash, counts: session.counts })];
    if (isHeld) entries.push(entry(session, "run.held", { brakes }));
    return { event: { kind: "braked", severity }, change: { brakes }, entries };
  });
}

/** The usual brakes count deletes where they would be made; these are counted where the records are missing. */
function unconfirmedDeletes({ progress }: RunSession, stats: RunStats): Brake[] {
  return stats.sides.flatMap(({ sideId, name, rowsInBase: total }) => {
    const value = progress.sides[sideId]?.unconfirmed ?? 0;
    const message = `${value} of ${total} rows are missing on ${name}, too many to look up one by one.`;
    return value === 0
      ? []
      : [{ kind: "deletes", sideId, value, limit: 0, total, severity: "hold", message } as const];
  });
}

/** This plan takes the place of the ones that wait for a person; what they had read is of no more use. */
async function supersede(session: RunSession, client: RowClient, now: Date): Promise<void> {
  const superseded = await supersedeHeldRuns(client, session.registry.id, session.run.id, now);
  for (const runId of superseded) await dropStaged(client, runId);
}

async function statsOf(session: RunSession, client: RowClient, now: Date): Promise<RunStats> {
  const { registry, run } = session;
  const counts = await planCounts(client, run.id);
  const linked = await linkedRows(client, registry.id);
  const recent = await deletedSince(client, registry.id, new Date(now.getTime() - DAY_MS));
  const changed = await changedRows(client, run.id);
  const sides = [];
  for (const side of registry.sides) {
    const census = await censusOf(client, run.id, side.id);
    const deletes = counts
      .filter((count) => count.sideId === side.id && count.op === "delete")
      .reduce((sum, count) => sum + count.count, 0);
    sides.push({
      sideId: side.id,
      name: side.title,
      incompleteBecause: null,
      rowsInBase: linked.get(side.id) ?? 0,
      rowsSeen: census.present,
      rowsCarried: 0,
      deletes,
      recentDeletes: recent,
    });
  }
  return {
    deletePolicy: registry.deletes,
    sides,
    rowsInBase: changed.rowsInBase,
    rowsChanged: changed.rows,
    rowsValidated: 0,
    validationErrors: 0,
    orphans: 0,
    schemaChanges: [],
    settingChanges: [],
    renames: 0,
    approvals: [],
    preview: null,
    puttingBackOn: [],
  };
}

function limitsOf({ registry }: RunSession): BrakeLimits {
  const { deletedShare, deletedFloor, changedShare } = registry.brakes;
  return {
    ...DEFAULT_LIMITS,
    deletes: {
      fraction: deletedShare ?? DEFAULT_LIMITS.deletes.fraction,
      floor: deletedFloor ?? DEFAULT_LIMITS.deletes.floor,
    },
    changedRows: {
      ...DEFAULT_LIMITS.changedRows,
      fraction: changedShare ?? DEFAULT_LIMITS.changedRows.fraction,
    },
  };
}

/** An entry about the run itself. */
export const entry = (
  session: RunSession,
  action: Entry["action"],
  payload: unknown,
  outcome: Entry["outcome"] = "ok",
): Entry => ({
  actor: session.actor,
  action,
  outcome,
  target: { type: "run", ref: publicId("run", session.run.id) },
  source: null,
  destination: null,
  runId: session.run.id,
  payload,
});
