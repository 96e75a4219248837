import type { Conflict, Origin } from "./row";
import { type Value, valuesEqual } from "./value";

/** One value that stands against another; `sideId` null = the base's value, which no side holds any more. */
export interface Candidate {
  readonly sideId: string | null;
  readonly value: Value;
  readonly origin: Origin | null;
}

/** Who won; `winner` undefined = a person must choose. */
export interface Verdict {
  readonly winner: Value | undefined;
  readonly decidedBy: string;
}

type CellConflict = Extract<Conflict, { kind: "cell" }>;

export function cellConflict(
  field: string,
  base: Value,
  candidates: readonly Candidate[],
  verdict: Verdict,
): CellConflict {
  return {
    kind: "cell",
    field,
    base,
    candidates: candidates.flatMap(({ sideId, value, origin }) =>
      sideId === null ? [] : [{ sideId, value, origin }],
    ),
    winner: verdict.winner ?? null,
    resolved: verdict.winner !== undefined,
    decidedBy: verdict.decidedBy,
  };
}

/**
 * The same for the same disagreement in every run until a value in it changes: whoever asks again for a
 * decision asks under it, and a person's `Choice` is bound to it. Times and verdicts are no part of it.
 */
export function conflictFingerprint(conflict: Conflict, digest: (text: string) => string): string {
  if (conflict.kind === "delete-edit") {
    return digest(JSON.stringify(["delete-edit", conflict.deletedOn, conflict.editedOn]));
  }
  const values = conflict.candidates.map(({ sideId, value }) => JSON.stringify([sideId, value])).sort();
  return digest(JSON.stringify(["cell", conflict.field, conflict.base, values]));
}

/** When `value` came to be among the candidates: the latest that brought it; null = not known. */
export function originOf(value: Value, candidates: readonly Candidate[]): Origin | null {
  return latest(candidates.filter((candidate) => valuesEqual(candidate.value, value)));
}

/**
 * The origin of the value that won: at least as late as all that it was weighed against, so that nothing older than what
 * it has beaten beats it. Null = none is known.
 */
export function judgedOrigin(candidates: readonly Pick<Candidate, "origin">[]): Origin | null {
  const known = candidates.flatMap(({ origin }) => (origin === null ? [] : [origin]));
  if (known.length === 0) return null;
  return {
    after: Math.max(...known.map((origin) => origin.after)),
    before: Math.max(...known.map((origin) => origin.before)),
  };
}

/** The latest origin; null if any is unknown, because that one could be later still. */
export function latest(candidates: readonly { readonly origin: Origin | null }[]): Origin | null {
  let found: Origin | null = null;
  for (const { origin } of candidates) {
    if (origin === null) return null;
    if (found === null || isAfter(origin, found)) found = origin;
  }
  return found;
}

function isAfter(a: Origin, b: Origin): boolean {
  return a.before > b.before || (a.before === b.before && a.after > b.after);
}
