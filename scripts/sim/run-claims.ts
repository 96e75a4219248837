import type { StoredRun } from "@/lib/db/runs";
import { momentFrom } from "@/lib/db/testing/memory-store/moment";
import type { RunProgress } from "@/lib/sync/progress";
import { KEY } from "./fields";
import type { SimSideOf } from "./invariants";
import type { SimStore } from "./sim-store";

/** A run that went well made its plan of what it had read: a crash meanwhile had not emptied it. */
export function madeOfNothing({ progress }: StoredRun, crashes: readonly number[]): readonly string[] {
  const { sides, found } = progress as unknown as RunProgress;
  if (!found) return [];
  const plannedAt = momentFrom(found.plannedAt) / 1_000;
  const isEmptied = Object.values(sides).some(
    // What is carried over is staged once all is read, so that may have been after the crash.
    ({ staged, carried, readUntil }) =>
      staged > (carried ?? 0) && crashes.some((at) => at > readUntil && at < plannedAt),
  );
  return isEmptied ? ["a plan was made of what a crash had emptied"] : [];
}

/** Where two records had one key before the run looked, and reads show everything at once, an issue says so. */
export async function untoldTwins(
  { startedAt }: StoredRun,
  { sides, store }: { readonly sides: readonly SimSideOf[]; readonly store: SimStore },
): Promise<readonly string[]> {
  const told = new Set((await store.openIssues()).map(({ subject }) => subject));
  const began = startedAt?.getTime() ?? 0;
  return sides
    .filter(({ system }) => system.traits.lagMs === 0)
    .flatMap(({ system }) => {
      const settled = system.rows.filter(({ hands }) => (hands[KEY]?.at ?? began) < began);
      return [...Map.groupBy(settled, ({ cells }) => cells[KEY] ?? null)].flatMap(([key, records]) =>
        key !== null && records.length > 1 && !told.has(JSON.stringify([key]))
          ? [`${key} was there twice on ${system.traits.name}, and nothing said so`]
          : [],
      );
    });
}
