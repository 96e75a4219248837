import "server-only";
import type { RunTransaction } from "@/lib/db/run-store";
import type { RunRequest } from "@/lib/db/runs";
import {
  applyBrakes,
  type Brake,
  type BrakeLimits,
  DEFAULT_LIMITS,
  type RunStats,
  severityOf,
} from "@/lib/engine/brakes";
import { isWriting } from "@/lib/engine/run-advance";
import { formatCount } from "@/lib/format/count";
import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { Actor, Entry } from "@/lib/ledger/envelope";
import { runEntry } from "./ledger-entries";
import { type RunProgress, sideOf } from "./progress";
import type { RunSession, Step } from "./session";
import { leftEntries } from "./settle-left";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Counts what the plan would do and applies the brakes: the run goes on, waits for a person, or stops. */
export async function brakeRun(session: RunSession, now: Date): Promise<void> {
  await session.commit(async (tx): Promise<Step> => {
    const stats = await statsOf(session, tx, now);
    const brakes = [...applyBrakes(stats, limitsOf(session)), ...unconfirmedDeletes(session, stats)];
    const severity = severityOf(brakes);
    const isHeld = severity === "hold" && isWriting(session.run.kind);
    const left = isWriting(session.run.kind) && severity !== "stop" ? await supersede(session, tx, now) : [];
    if (isHeld) {
      await tx.changeRegistryState(session.registry.id, {
        state: "held",
        reason: brakes[0]?.message ?? null,
      });
      await tx.releaseLease(session.lease);
    }
    const entries = [
      ...left,
      runEntry(session, "run.planned", { planHash: session.planHash, counts: session.counts }),
    ];
    if (isHeld) entries.push(runEntry(session, "run.held", { brakes }));
    const expiresAt = new Date(now.getTime() + session.registry.approvalDays * DAY_MS);
    return {
      event: { kind: "braked", severity },
      change: { brakes, ...(isHeld && { expiresAt }) },
      entries,
    };
  });
}

/**
 * The usual brakes count deletes where they would be made; these are counted where the records are missing. A side
 * that a person has ordered to be put back deletes nothing.
 */
function unconfirmedDeletes({ progress }: RunSession, stats: RunStats): Brake[] {
  return stats.sides.flatMap(({ sideId, name, rowsInBase: total }) => {
    if (stats.puttingBackOn.includes(sideId)) return [];
    const value = sideOf(progress, sideId).unconfirmed;
    const message = `${formatCount(value)} of its ${formatCount(total)} rows are missing on ${name}, too many to look up each by itself: a person says whether they are gone.`;
    return value === 0
      ? []
      : [{ kind: "unconfirmed-deletes", sideId, value, limit: 0, total, severity: "hold", message } as const];
  });
}

/**
 * This plan takes the place of the ones that wait for a person; what they had read is of no more use. Answers the entries
 * of what one that had lost its approval had written by then.
 */
async function supersede(session: RunSession, tx: RunTransaction, now: Date): Promise<Entry[]> {
  const superseded = await tx.supersedeHeldRuns(session.registry.id, session.run.id, now);
  const entries: Entry[] = [];
  for (const run of superseded) {
    await tx.dropStaged(run.id);
    const owner = { run: { ...run, registryId: session.registry.id }, actor: run.trigger as Actor };
    entries.push(...(await leftEntries(tx, owner, run.progress as RunProgress)));
  }
  return entries;
}

async function statsOf(session: RunSession, tx: RunTransaction, now: Date): Promise<RunStats> {
  const { registry, run } = session;
  const counts = await tx.planCounts(run.id);
  const linked = await tx.linkedRows(registry.id);
  const recent = await tx.deletedSince(registry.id, new Date(now.getTime() - DAY_MS));
  const changed = await tx.changedRows(run.id);
  const sides = [];
  for (const side of registry.sides) {
    const deletes = counts
      .filter((count) => count.sideId === side.id && count.op === "delete")
      .reduce((sum, count) => sum + count.count, 0);
    sides.push({
      sideId: side.id,
      name: `${kindWord(side.kind)} (${sideName(side)})`,
      incompleteBecause: null,
      rowsInBase: linked.get(side.id) ?? 0,
      rowsSeen: await tx.presentCount(run.id, side.id),
      rowsCarried: 0,
      deletes,
      recentDeletes: recent,
    });
  }
  const { found } = session.progress;
  const place = { runId: run.id, registryId: registry.id };
  return {
    deletePolicy: registry.deletes,
    sides,
    rowsInBase: changed.rowsInBase,
    rowsChanged: changed.rows,
    rowsValidated: Math.max(changed.rowsInBase, found?.checked ?? 0),
    validationErrors: await tx.newlyInvalid(place),
    orphans: await tx.orphansOfPlan(place),
    schemaChanges: found?.schemaChanges ?? [],
    settingChanges: found?.settingChanges ?? [],
    renames: found?.renames ?? 0,
    movedCells: found?.movedCells ?? [],
    approvals: found?.approvals ?? [],
    // Where nothing would be written there is nothing to look at.
    preview: counts.length > 0 ? PREVIEWS[run.request.kind] : null,
    puttingBackOn: run.request.kind === "put-back" ? run.request.sideIds : [],
  };
}

/** What is always shown to a person before it writes, in words. */
const PREVIEWS: Readonly<Record<RunRequest["kind"], string | null>> = {
  plain: null,
  proposal: null,
  "put-back": null,
  undo: "An undo is carried out once a person has seen what it would write.",
  "restore-at": "A restore is carried out once a person has seen what it would write.",
  "restore-row": "A restore is carried out once a person has seen what it would write.",
};

function limitsOf({ registry: { brakes } }: RunSession): BrakeLimits {
  const { deletes, validationErrors, changedRows: changes } = DEFAULT_LIMITS;
  return {
    deletes: {
      fraction: brakes.deletedShare ?? deletes.fraction,
      floor: brakes.deletedFloor ?? deletes.floor,
    },
    validationErrors: {
      fraction: brakes.invalidShare ?? validationErrors.fraction,
      floor: brakes.invalidFloor ?? validationErrors.floor,
    },
    changedRows: {
      fraction: brakes.changedShare ?? changes.fraction,
      floor: brakes.changedFloor ?? changes.floor,
    },
    schemaChange: brakes.schemaChange ?? DEFAULT_LIMITS.schemaChange,
    orphans: brakes.orphans ?? DEFAULT_LIMITS.orphans,
    renames: brakes.renames ?? DEFAULT_LIMITS.renames,
    movedCells: brakes.movedCells ?? DEFAULT_LIMITS.movedCells,
  };
}
