import "server-only";
import type { RunTransaction } from "@/lib/db/run-store";
import { rowHash } from "@/lib/engine/canonical";
import { proposeRenames } from "@/lib/engine/rename";
import type { Cells, Value } from "@/lib/engine/value";
import type { SideOfRun } from "./row-state";
import type { RunSession } from "./session";
import { digest } from "./sides";

/**
 * On sides whose records have no id of their own, a row that is gone and a new record that equals it in all but the
 * key are one row with a new key. Ties them together before keys are matched, and says how many there are: a plan
 * with such rows is held for a person, unless it puts the old keys back.
 */
export async function findRenames(
  session: RunSession,
  tx: RunTransaction,
  { sides, putBackOn }: { readonly sides: readonly SideOfRun[]; readonly putBackOn: readonly string[] },
): Promise<number> {
  let found = 0;
  for (const own of sides) {
    const { side } = own;
    if (side.connector.abilities.stableRecordIds) continue;
    const rest = side.sortedIds.filter((id) => !session.registry.key.includes(id));
    if (rest.length === 0) continue;
    const place = {
      runId: session.run.id,
      registryId: session.registry.id,
      sideId: side.definition.id,
    };
    const lost = (await tx.lostRecords(place)).filter(({ cells }) => rest.some((id) => isFilled(cells[id])));
    if (lost.length === 0) continue;
    const fresh = await tx.unknownRecords(place);
    const renames = proposeRenames(
      lost.map(({ rowId, cells }) => ({ rowId, rest: hashOf(shownOn(own, cells), rest) })),
      fresh.map(({ locator, cells }) => ({ locator, rest: hashOf(cells, rest) })),
    );
    await tx.takeForRenamed(place, renames);
    if (!putBackOn.includes(place.sideId)) found += renames.length;
  }
  return found;
}

/** Rows that hold nothing but their key are equal to each other in all else, which says nothing. */
const isFilled = (value: Value | undefined): boolean => value !== undefined && value !== null && value !== "";

const hashOf = (cells: Cells, ids: readonly string[]): string => rowHash(cells, ids, digest);

/** The cells as the side shows them; relations are row ids on both. */
function shownOn({ side }: SideOfRun, cells: Cells): Cells {
  const shown: Record<string, Value> = {};
  for (const { id, type } of side.fields) {
    const value = cells[id];
    if (value === undefined) continue;
    const projected = type === "relation" ? null : side.connector.project(id, value);
    shown[id] = projected?.ok ? projected.value : value;
  }
  return shown;
}
