import "server-only";
import { isWriting } from "@/lib/engine/run-advance";
import { AppError } from "@/lib/errors";
import { requireWithinPlan } from "./plan-limit";
import { type RunProgress, withSide } from "./progress";
import type { RunSession } from "./session";
import { leftRuns, settleLeft } from "./settle-left";
import type { OpenSide } from "./sides";
import { sinceOf } from "./since";

/**
 * Opens every side and looks at its shape: the mapped fields must be there, and nothing may stand in the way of a
 * correct read. A renamed field is followed by its id; a missing one ends the run before anything is read. So does a
 * plan whose rows have been exceeded for too long.
 */
export async function openRun(session: RunSession, now: Date): Promise<void> {
  // A registry in shadow makes no rows: it goes on looking.
  if (isWriting(session.run.kind)) await requireWithinPlan(session, now);
  const sides = await session.sides.all();
  for (const side of sides) await requireShape(side);
  const left = await leftRuns(session);
  await session.commit(async (tx) => {
    const entries = await settleLeft(tx, left, sides);
    const state = session.registry.lastRunAt ? "syncing" : "first-sync";
    if (isWriting(session.run.kind))
      await tx.changeRegistryState(session.registry.id, { state, reason: null });
    const marks = await tx.sideMarks(session.registry.id);
    const lookedFrom = session.progress.lookedFrom ?? (await tx.transactionTime());
    let progress: RunProgress = {
      ...session.progress,
      readAfter: await tx.revisionOf(session.registry.id),
      readUnder: session.registry.recheck,
      lookedFrom,
    };
    for (const side of sides) {
      const { id } = side.definition;
      progress = withSide(progress, id, { since: sinceOf(session, { side, mark: marks[id], now }) });
    }
    return {
      progress,
      event: { kind: "opened", sideIds: sides.map((side) => side.definition.id) },
      change: { startedAt: session.run.startedAt ?? now },
      requests: sides.length,
      entries,
    };
  });
  session.left = [];
}

async function requireShape(side: OpenSide): Promise<void> {
  const shape = await side.shape();
  const problem = shape.problems[0];
  if (problem) {
    throw new AppError("halted", `${side.definition.title}: ${problem.message}`, { remedy: problem.remedy });
  }
  const there = new Set(shape.fields.map((field) => field.id));
  const names = new Map(side.fields.map((field) => [field.id, field.name]));
  const gone = side.definition.mappings.filter(
    (mapping) => names.has(mapping.field) && !there.has(mapping.sideField),
  );
  if (gone.length === 0) return;
  const list = gone.map((mapping) => `"${names.get(mapping.field)}"`).join(", ");
  throw new AppError("halted", `${side.definition.title} no longer has the column mapped to ${list}.`, {
    remedy:
      "Restore the column, or change the mapping; until then nothing is read as empty and nothing is deleted.",
  });
}
