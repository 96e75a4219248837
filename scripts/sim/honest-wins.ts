import { CLOCK_TOLERANCE_MS } from "@/lib/engine/strategy";
import { type Value, valuesEqual } from "@/lib/engine/value";
import type { History } from "./history";
import type { DecidedConflict, SimStore } from "./sim-store";

interface Decided {
  readonly store: Pick<SimStore, "decidedConflicts">;
  readonly history: Pick<History, "edits" | "touches" | "moved">;
}

const valuesOf = ({ candidates }: DecidedConflict): readonly Value[] => candidates.map(({ value }) => value);

/**
 * When people wrote each value. Systems tell when a record was changed, not which of its cells: a write is as late as the
 * last touch by a person of a record that shows it, until the moment asked for. 0 = nobody wrote it.
 */
function timesIn({ edits, touches }: Decided["history"]) {
  const writes = new Map(
    edits.flatMap(({ value, at }) => (typeof value === "string" ? [[value, at] as const] : [])),
  );
  const writtenAt = (value: Value) => (typeof value === "string" ? writes.get(value) : undefined) ?? 0;
  const latest = (value: Value, until: number) => {
    const shown = touches.filter((touch) => touch.at <= until && touch.shown.includes(value));
    return Math.max(writtenAt(value), ...shown.map(({ at }) => at));
  };
  return { writtenAt, latest };
}

/**
 * Where the later write is said to have won, it is the later one. What has won over others before stands since the latest
 * of them (SPEC 12): they are judged once.
 */
export async function dishonestWins({ store, history }: Decided): Promise<string[]> {
  const { writtenAt, latest } = timesIn(history);
  const all = await store.decidedConflicts();
  return all.flatMap((conflict) => {
    const { field, decidedBy, winner, at: decidedAt } = conflict;
    if (decidedBy !== "last-write-wins" || winner === null || writtenAt(winner) === 0) return [];
    const beaten = all
      .filter((one) => one !== conflict && one.at <= decidedAt && valuesEqual(one.winner, winner))
      .flatMap(valuesOf);
    const won = Math.max(...[winner, ...beaten].map((value) => latest(value, decidedAt)));
    return valuesOf(conflict)
      .filter((value) => writtenAt(value) > won)
      .map((value) => `${winner} won over ${value} (${field}) as the later write, and was the earlier one`);
  });
}

/**
 * What a record says of when an edit was made is so, within what clocks may differ: whoever reads it, and the next
 * decision, go by it. The base's value stands since what it has beaten, and is not asked about; nor is what a record held
 * that was given another key and so became another one, which nobody knew.
 */
export async function falseTimes({ store, history }: Decided): Promise<string[]> {
  const { writtenAt, latest } = timesIn(history);
  return (await store.decidedConflicts()).flatMap(({ field, base, candidates, at: decidedAt }) =>
    candidates.flatMap(({ value, origin }) => {
      if (origin === null || writtenAt(value) === 0 || valuesEqual(value, base)) return [];
      if (typeof value === "string" && history.moved.has(value)) return [];
      const isTooLate = origin.after > latest(value, decidedAt) + CLOCK_TOLERANCE_MS;
      const isTooEarly = origin.before < writtenAt(value) - CLOCK_TOLERANCE_MS;
      if (!isTooLate && !isTooEarly) return [];
      return [`${value} (${field}) is said to be written ${isTooLate ? "later" : "earlier"} than it was`];
    }),
  );
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
  return (await store.decidedConflicts()).flatMap((conflict) => {
    const { field, decidedBy, winner } = conflict;
    const isWeighed = decidedBy === "last-write-wins" || decidedBy.startsWith("hash");
    if (winner === null || isMoved(winner) || !isWeighed) return [];
    return valuesOf(conflict)
      .filter((value) => typeof value === "string" && valuesEqual(replaced.get(value) ?? null, winner))
      .map((value) => `${value} (${field}) was beaten by ${winner}, which it had replaced`);
  });
}
