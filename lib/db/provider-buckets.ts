import "server-only";
import type { Bucket, Lane, Refusal } from "@/lib/egress/rate-budget";
import { resolver } from "./control";

/** What the providers allow and how much of it is left, for all our processes. Times are the database's own. */

export interface Asker {
  /** Whose call it is, where organizations share a bucket. */
  readonly party: string;
  readonly lane: Lane;
}

/**
 * Takes a call from all of the buckets, or from none: then how long each has none, in ms. `now` is for tests; null = the
 * database's clock, so that our machines' clocks need not agree.
 */
export async function reserveCalls(
  buckets: readonly Bucket[],
  { party, lane }: Asker,
  now: number | null = null,
): Promise<{ readonly id: string; readonly waitMs: number }[]> {
  const ids = buckets.map(({ id }) => id);
  const starts = buckets.map(({ perMinute }) => perMinute);
  const most = buckets.map(({ mostPerMinute }) => mostPerMinute);
  const shared = buckets.map(({ isShared }) => isShared);
  return resolver().$queryRaw`
    select id, wait_ms as "waitMs"
      from resolve.reserve_calls(${ids}::text[], ${starts}::float8[], ${most}::float8[], ${shared}::boolean[],
                                 ${party}, ${lane === "background"}::boolean, ${now}::float8)`;
}

/** A provider refused: nobody calls it until then. */
export async function stallCalls(
  { id, perMinute }: Bucket,
  { retryAfterMs, isPace }: Refusal,
  now: number | null = null,
): Promise<void> {
  await resolver().$executeRaw`
    select resolve.stall_calls(${id}, ${perMinute}::float8, ${retryAfterMs}::float8, ${isPace}::boolean, ${now}::float8)`;
}

export interface Spent {
  readonly id: string;
  /** As learned; null = the provider tells no number. */
  readonly perMinute: number | null;
  /** In the last minute. */
  readonly calls: number;
  readonly stalledForMs: number;
}

/** What was used of these buckets; those that nobody has used lately are left out. */
export const providerBudgets = (
  ids: readonly string[],
  now: number | null = null,
): Promise<Spent[]> => resolver().$queryRaw<Spent[]>`
  select id, per_minute as "perMinute", calls, stalled_for_ms as "stalledForMs"
    from resolve.provider_budgets(${[...ids]}::text[], ${now}::float8)`;

/** Forgets buckets that nobody has asked for an hour. Returns how many. */
export async function sweepProviderBuckets(): Promise<number> {
  const rows = await resolver().$queryRaw<
    { gone: number }[]
  >`select resolve.sweep_provider_buckets() as gone`;
  return rows[0]?.gone ?? 0;
}
