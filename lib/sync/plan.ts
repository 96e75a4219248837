import "server-only";
import { findChanges } from "./find-changes";
import { loadRules } from "./load-rules";
import { nameEditors } from "./name-editors";
import { Planner } from "./planner";
import { sideOf } from "./progress";
import { ReferenceBook } from "./relations";
import type { RunSession, Step } from "./session";
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
  await session.commit(async (tx): Promise<Step> => {
    for (const { id } of session.registry.sides) {
      const seal = sideOf(session.progress, id).seal;
      const staged = await tx.sealOf(session.run.id, id);
      if (seal?.count === staged.count && seal.digest === staged.digest) continue;
      await tx.dropStaged(session.run.id);
      return { event: { kind: "unsealed" }, progress: { ...session.progress, sides: {} } };
    }
    await tx.clearPlan(session.run.id);
    const ofRun = sides.map((side) => ({ side, book: new ReferenceBook() }));
    const planner = await Planner.open(tx, session, { sides: ofRun, rules });
    await planner.planAll();
    const { writer, renames, approvals, checked, fates } = planner;
    const { recheck } = session.registry;
    const putBack = putBackOn(sides);
    const plannedAt = await tx.transactionTime();
    const changes = { schemaChanges, settingChanges, renames, approvals };
    const found = { plannedAt, ...changes, checked, recheck, putBack, fates };
    return {
      event: { kind: "planned", after: null, planHash: writer.hash, chunks: writer.chunks },
      progress: { ...session.progress, found, ...(baseline && { baseline }) },
      change: { planHash: writer.hash, counts: { ...session.counts, ...writer.counts } },
    };
  });
  await nameEditors(session, sides);
}

const putBackOn = (sides: readonly OpenSide[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    sides.map(({ definition, directions, sortedIds }) => [
      definition.id,
      sortedIds.filter((id) => directions[id] === "out"),
    ]),
  );
