import { type Value, valuesEqual } from "@/lib/engine/value";
import type { History } from "./history";
import type { SimStore } from "./sim-store";

interface Decided {
  readonly store: Pick<SimStore, "decidedConflicts">;
  readonly history: Pick<History, "edits" | "touches" | "moved">;
}

/**
 * Where the later write is said to have won, it is the later one. Systems tell when a record was changed, not which of
 * its cells: a write is as late as the last touch by a person of a record that shows it, until it won.
 */
export async function dishonestWins({ store, history }: Decided): Promise<string[]> {
  const writes = new Map(
    history.edits.flatMap((edit) => (typeof edit.value === "string" ? [[edit.value, edit] as const] : [])),
  );
  const writeOf = (value: Value) => (typeof value === "string" ? writes.get(value) : undefined);
  return (await store.decidedConflicts()).flatMap(({ field, decidedBy, winner, values, at: decidedAt }) => {
    const write = writeOf(winner);
    if (decidedBy !== "last-write-wins" || write === undefined) return [];
    const touches = history.touches.filter(({ at, shown }) => at <= decidedAt && shown.includes(winner));
    const won = Math.max(write.at, ...touches.map(({ at }) => at));
    return values
      .filter((value) => (writeOf(value)?.at ?? 0) > won)
      .map((value) => `${winner} won over ${value} (${field}) as the later write, and was the earlier one`);
  });
}

/**
 * Nothing is beaten by what its writer had in front of him and has replaced, as far as the registry knew that it was
 * there. After a lost answer it does not: an edit may have been made on what we wrote, or before it (SPEC's residuals).
 * Nor where the record was given another key and so became another one, which nobody knew.
 */
export async function beatenByForebears({ store, history }: Decided): Promise<string[]> {
  const isMoved = (value: Value) => typeof value === "string" && history.moved.has(value);
  const replaced = new Map(
    history.edits.flatMap(({ value, before, isOnKnown }) =>
      typeof value === "string" && isOnKnown && !isMoved(value) ? [[value, before] as const] : [],
    ),
  );
  return (await store.decidedConflicts()).flatMap(({ field, decidedBy, winner, values }) =>
    winner !== null && !isMoved(winner) && (decidedBy === "last-write-wins" || decidedBy.startsWith("hash"))
      ? values
          .filter((value) => typeof value === "string" && valuesEqual(replaced.get(value) ?? null, winner))
          .map((value) => `${value} (${field}) was beaten by ${winner}, which it had replaced`)
      : [],
  );
}
