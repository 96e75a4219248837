/** What goes wrong at the one call. `after`: the server has done it, and its answer never arrives. */
export const MODES = ["kill-before", "kill-after", "error-before", "error-after", "timeout-after"] as const;
export type Mode = (typeof MODES)[number];

/**
 * How an error comes: the connection breaks, or the server itself refuses (a serialization failure, a bad gateway).
 * A time-out is the client's own, on time.
 */
export type Failure = "reset" | "refused" | "timeout";

/**
 * What becomes of a run that was killed or threw: its job carries it on; its job gives it up; or another run has
 * taken the registry, after the lease ran out, before the job comes back to it.
 */
export type Ending = "resumed" | "given-up" | "overtaken";

/** Whom a call goes to: our own database, the customer's, or a provider. */
export const PARTIES = ["ours", "theirs", "notion", "google"] as const;
export type Party = (typeof PARTIES)[number];

/** One call of a worker, as the trace names it. */
export interface Call {
  readonly party: Party;
  readonly name: string;
  /** Whether something outlives it by itself: a commit, or a provider's write. */
  readonly lasting: boolean;
}

export interface Fault {
  /** The call that it meets; they count from 1. */
  readonly index: number;
  readonly mode: Mode;
  readonly failure: Failure;
  readonly ending: Ending;
}

export const faultWords = ({ index, mode, failure, ending }: Fault): string =>
  [`#${index}`, mode, ...(mode.startsWith("error") ? [failure] : []), ending].join(" ");
