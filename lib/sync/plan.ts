import "server-only";
import { clearPlan } from "@/lib/db/rows/plan-store";
import { dropStaged, sealOf } from "@/lib/db/rows/stage";
import { Planner } from "./planner";
import { ReferenceBook } from "./relations";
import type { RunSession, Step } from "./session";

/**
 * Makes the whole plan in one transaction: identifies what was read, merges every row that may have to move, stores
 * decisions, operations, conflicts and issues. What was staged is trusted only while it matches its seal.
 */
export async function planRun(session: RunSession): Promise<void> {
  const sides = await session.sides.all();
  await Promise.all(sides.map((side) => side.shape()));
  await session.commit(async (client): Promise<Step> => {
    for (const { id } of session.registry.sides) {
      const seal = session.progress.sides[id]?.seal;
      const staged = await sealOf(client, session.run.id, id);
      if (seal?.count === staged.count && seal.digest === staged.digest) continue;
      await dropStaged(client, session.run.id);
      return { event: { kind: "unsealed" }, progress: { ...session.progress, sides: {} } };
    }
    await clearPlan(client, session.run.id);
    const ofRun = sides.map((side) => ({ side, book: new ReferenceBook() }));
    const planner = new Planner(client, session, ofRun);
    await planner.planAll();
    return {
      event: { kind: "planned", after: null, planHash: planner.hash, chunks: planner.chunks },
      change: { planHash: planner.hash, counts: { ...session.counts, ...planner.counts } },
    };
  });
}
