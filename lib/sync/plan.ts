import "server-only";
import type { DriftCertificate } from "@/lib/db/drift-certificates";
import type { RegistryDefinition, SideDefinition } from "@/lib/db/registries";
import type { RunTransaction } from "@/lib/db/run-store";
import { newlyMapped } from "@/lib/engine/baseline";
import { isWriting } from "@/lib/engine/run-advance";
import { certify } from "./certify";
import { findChanges } from "./find-changes";
import { loadRules } from "./load-rules";
import { nameEditors } from "./name-editors";
import { Planner } from "./planner";
import { sideOf } from "./progress";
import { ReferenceBook } from "./relations";
import type { SideOfRun } from "./row-state";
import type { RunSession, Step } from "./session";
import { leftRuns, settleLeft } from "./settle-left";
import type { OpenSide } from "./sides";

/**
 * Makes the whole plan in one transaction: identifies what was read, merges every row that may have to move, holds it
 * against the rules, stores decisions, operations, conflicts and issues. What was staged is trusted only while it
 * matches its seal.
 */
export async function planRun(session: RunSession): Promise<void> {
  const sides = await session.sides.all();
  const { baseline, schemaChanges, settingChanges } = await findChanges(session.registry, sides);
  const rules = await loadRules(session);
  const left = await leftRuns(session);
  await session.commit(async (tx): Promise<Step> => {
    if (left.length > 0 || (await isOvertaken(session, tx)) || !(await isAsSealed(session, tx))) {
      await tx.dropStaged(session.run.id);
      const entries = await settleLeft(tx, left, sides);
      const readAfter = await tx.revisionOf(session.registry.id);
      const readUnder = session.registry.recheck;
      const progress = { ...session.progress, sides: {}, readAfter, readUnder };
      return { event: { kind: "unsealed" }, progress, entries };
    }
    await tx.clearPlan(session.run.id);
    if (isWriting(session.run.kind))
      await tx.noteUnanswered({ registryId: session.registry.id, runId: session.run.id });
    const ofRun = sides.map((side) => ({
      side,
      book: new ReferenceBook(),
      fresh: freshFields(session.registry, side.definition),
    }));
    const planner = await Planner.open(tx, session, { sides: ofRun, rules });
    await planner.planAll();
    if (isWriting(session.run.kind)) await forgetAcknowledged(tx, ofRun);
    const { writer, renames, movedCells, approvals, checked, fates } = planner;
    const { recheck } = session.registry;
    const putBack = putBackOn(sides);
    const plannedAt = await tx.transactionTime();
    const changes = { schemaChanges, settingChanges, renames, movedCells, approvals };
    const certificate = session.run.kind === "drift-check" ? await certify(session, tx) : null;
    const found = { plannedAt, ...changes, checked, recheck, putBack, fates };
    const revision = await tx.revisionOf(session.registry.id);
    return {
      event: { kind: "planned", after: null, planHash: writer.hash, chunks: writer.chunks },
      progress: {
        ...session.progress,
        revision,
        found,
        ...(baseline && { baseline }),
        ...(certificate && { certificate }),
      },
      change: {
        planHash: writer.hash,
        counts: {
          ...session.counts,
          ...writer.counts,
          done: 0,
          failed: 0,
          ...(certificate && verifiedBy(certificate)),
        },
      },
    };
  });
  session.left = [];
  await nameEditors(session, sides);
}

/** Against what the last run that wrote was made under; before the first, every link is made under what holds now. */
function freshFields(
  { baseline }: RegistryDefinition,
  { id, mappings }: SideDefinition,
): ReadonlySet<string> {
  const before = baseline?.sides[id];
  return before ? newlyMapped(before, mappings) : new Set();
}

/** Kept, too, for the rows that cannot be decided on now. What this plan was made of has been read by then. */
async function forgetAcknowledged(tx: RunTransaction, sides: readonly SideOfRun[]): Promise<void> {
  for (const { side, fresh } of sides)
    if (fresh.size > 0) await tx.unacknowledge(side.definition.id, [...fresh]);
}

async function isAsSealed({ run, registry, progress }: RunSession, tx: RunTransaction): Promise<boolean> {
  for (const { id } of registry.sides) {
    const { seal } = sideOf(progress, id);
    const staged = await tx.sealOf(run.id, id);
    if (seal?.count !== staged.count || seal.digest !== staged.digest) return false;
  }
  return true;
}

const verifiedBy = ({ equal, rows }: DriftCertificate) => ({ verified: equal, rows });

const putBackOn = (sides: readonly OpenSide[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    sides.map(({ definition, directions, sortedIds }) => [
      definition.id,
      sortedIds.filter((id) => directions[id] === "out"),
    ]),
  );

/**
 * Whether rows were committed since this run began to read: while it waited, for a rate limit say, it lost the registry to
 * another one, which may still be under way. What was read is then older than what it would be compared with, and would
 * look like edits back. Or settings were changed meanwhile: it was read under others.
 */
async function isOvertaken(
  { registry, progress: { readAfter, readUnder } }: RunSession,
  tx: RunTransaction,
): Promise<boolean> {
  if (readUnder !== undefined && readUnder !== registry.recheck) return true;
  return readAfter !== undefined && readAfter !== (await tx.revisionOf(registry.id));
}
