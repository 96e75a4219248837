import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "@/lib/errors";
import { mayRefuse, type Stall, stallIn } from "./call-refusal";
import type { Call } from "./provider-limits";
import type { Bucket } from "./rate-budget";

/** Where the calls that are left are kept, for all our processes. */
export interface CallCounter {
  /** Takes one from each bucket, or none: then how long until it may be tried again, in ms. */
  reserve(buckets: readonly Bucket[]): Promise<number>;
  stall(stall: Stall): Promise<void>;
}

export interface Budget {
  /** As people call the provider. */
  readonly provider: string;
  readonly bucketsFor: (call: Call) => readonly Bucket[];
  readonly counter: CallCounter;
  readonly clock?: () => number;
}

/**
 * How long a call waits for its turn before it is given up unsent: what is left of the time that a connector gives it
 * must be enough for the provider (180 s of 185 s at Google, 60 s of 75 s at Notion).
 */
export const PATIENCE_MS = 5_000;

/** Whoever was overtaken waits at least so long before it asks again. */
const SHORTEST_MS = 20;

/** When the count itself fails, which is ours to mend and soon over. */
const UNCOUNTED_MS = 5_000;

/**
 * A `fetch` whose calls wait for their turn. Every failure of its own is an AppError `rate-limited` that says how long
 * it would take: nothing was sent, so nothing can have been lost. A provider's answer goes back as it is; where it asks
 * to wait, everybody's calls do.
 */
export function budgetedFetch(fetch: typeof globalThis.fetch, budget: Budget): typeof globalThis.fetch {
  return async (input, init) => {
    const buckets = budget.bucketsFor(callOf(input, init));
    if (buckets.length === 0) return fetch(input, init);
    await admitted(buckets, budget, init?.signal ?? (input instanceof Request ? input.signal : null));
    const answer = await fetch(input, init);
    if (mayRefuse(answer.status)) await heed(answer, buckets, budget);
    return answer;
  };
}

function callOf(input: RequestInfo | URL, init: RequestInit | undefined): Call {
  const isRequest = input instanceof Request;
  return {
    url: isRequest ? input.url : String(input),
    method: (init?.method ?? (isRequest ? input.method : "GET")).toUpperCase(),
  };
}

async function admitted(
  buckets: readonly Bucket[],
  { provider, counter, clock = Date.now }: Budget,
  signal: AbortSignal | null,
): Promise<void> {
  const until = clock() + PATIENCE_MS;
  for (;;) {
    const waitMs = await counter.reserve(buckets).catch((cause: unknown) => {
      throw uncounted(provider, cause);
    });
    if (waitMs === 0) return;
    if (clock() + waitMs > until || signal?.aborted) throw usedUp(provider, waitMs);
    const ms = Math.max(SHORTEST_MS, Math.ceil(waitMs));
    await pause(ms, undefined, signal ? { signal } : {}).catch(() => {
      throw usedUp(provider, waitMs);
    });
  }
}

/** The body is read from a copy, so that the connector has it too. What cannot be noted now is told again. */
async function heed(answer: Response, buckets: readonly Bucket[], budget: Budget): Promise<void> {
  const { status, headers } = answer;
  const body = await answer
    .clone()
    .text()
    .catch(() => "");
  const stall = stallIn({ status, headers, body }, buckets, (budget.clock ?? Date.now)());
  if (stall) await budget.counter.stall(stall).catch(() => {});
}

const usedUp = (provider: string, waitMs: number): AppError =>
  new AppError("rate-limited", `All calls that ${provider} allows for now are used up.`, {
    retryAfterMs: Math.ceil(waitMs),
    remedy: `Nothing was sent. It can go on in about ${Math.max(1, Math.ceil(waitMs / 1000))} s.`,
  });

const uncounted = (provider: string, cause: unknown): AppError =>
  new AppError("rate-limited", `The calls that ${provider} allows could not be counted just now.`, {
    retryAfterMs: UNCOUNTED_MS,
    cause,
  });
