import { type Value, valuesEqual } from "@/lib/engine/value";
import type { History } from "./history";
import type { SimStore } from "./sim-store";

interface Decided {
  readonly store: Pick<SimStore, "decidedConflicts">;
  readonly history: Pick<History, "edits" | "touches" | "moved">;
}

/**
 * Where the later write is said to have won, it is the later one. Systems tell when a record was changed, not which of
 * its cells: a write is as late as the last touch by a person of a record that shows it, until it won. What has won over
 * others before stands since the latest of them (SPEC 12): they are judged once.
 */
export async function dishonestWins({ store, history }: Decided): Promise<string[]> {
  const writes = new Map(
    history.edits.flatMap((edit) => (typeof edit.value === "string" ? [[edit.value, edit] as const] : [])),
  );
  const writtenAt = (value: Value) => (typeof value === "string" ? writes.get(value)?.at : undefined) ?? 0;
  const latest = (value: Value, until: number) => {
    const touches = history.touches.filter(({ at, shown }) => at <= until && shown.includes(value));
    return Math.max(writtenAt(value), ...touches.map(({ at }) => at));
  };
  const all = await store.decidedConflicts();
  return all.flatMap((conflict) => {
    const { field, decidedBy, winner, values, at: decidedAt } = conflict;
    if (decidedBy !== "last-write-wins" || winner === null || writtenAt(winner) === 0) return [];
    const beaten = all
      .filter((one) => one !== conflict && one.at <= decidedAt && valuesEqual(one.winner, winner))
      .flatMap((one) => one.values);
    const won = Math.max(...[winner, ...beaten].map((value) => latest(value, decidedAt)));
    return values
      .filter((value) => writtenAt(value) > won)
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
