import { scrub } from "./scrub";

/**
 * Why an operation failed. Closed: a new kind does not compile until every table below answers for it.
 *
 * - invalid-input: what was sent cannot be accepted; the sender can mend it.
 * - unauthenticated, forbidden, not-found: who asks, may he, is it there (another organization's is not-found).
 * - stale: what was decided on has changed since; look again.
 * - limit-reached: the plan's rows, registries or cadence are used up.
 * - halted: a brake holds the run for a person.
 * - connection-broken: a customer's system refuses us for good: token revoked, table gone, password wrong.
 * - rate-limited: a provider asks us to wait `retryAfterMs`.
 * - upstream-unavailable: a provider or database did not answer, or answered that it cannot now.
 * - internal: our own mistake.
 */
export type ErrorKind =
  | "invalid-input"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "stale"
  | "limit-reached"
  | "halted"
  | "connection-broken"
  | "rate-limited"
  | "upstream-unavailable"
  | "internal";

const HTTP_STATUS: Record<ErrorKind, number> = {
  "invalid-input": 422,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  stale: 409,
  "limit-reached": 402,
  halted: 409,
  "connection-broken": 424,
  "rate-limited": 429,
  "upstream-unavailable": 503,
  internal: 500,
};

/** Whether a job should try the same step again. */
const RETRY: Record<ErrorKind, boolean> = {
  "invalid-input": false,
  unauthenticated: false,
  forbidden: false,
  "not-found": false,
  stale: false,
  "limit-reached": false,
  halted: false,
  "connection-broken": false,
  "rate-limited": true,
  "upstream-unavailable": true,
  internal: true,
};

export interface ErrorDetails {
  /** How the reader mends it, one sentence, shown to customers. */
  readonly remedy?: string;
  /** Milliseconds to wait before the same call can succeed. */
  readonly retryAfterMs?: number;
  /** JSON pointers into the input, each with what is wrong there. */
  readonly paths?: readonly { readonly path: string; readonly message: string }[];
  readonly cause?: unknown;
}

/**
 * The one error that crosses rooms. What it says is safe to show: no row value, no foreign error text, and no secret,
 * even where whoever threw it put one in by mistake.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly remedy: string | null;
  readonly retryAfterMs: number | null;
  readonly paths: readonly { readonly path: string; readonly message: string }[];

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(scrub(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "AppError";
    this.kind = kind;
    this.remedy = details.remedy === undefined ? null : scrub(details.remedy);
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.paths = (details.paths ?? []).map(({ path, message: fault }) => ({
      path: scrub(path),
      message: scrub(fault),
    }));
  }
}

export const httpStatusOf = (error: AppError): number => HTTP_STATUS[error.kind];

export const mayRetry = (error: AppError): boolean => RETRY[error.kind];

/** Any thrown thing as an AppError; what is not ours becomes `internal` and keeps its cause. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return new AppError(
    "internal",
    "Something went wrong on our side. Nothing was lost; the step will be tried again.",
    {
      cause: thrown,
    },
  );
}
