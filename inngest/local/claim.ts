import { randomUUID } from "node:crypto";
import { type CallTask, LOCKS, lockFor, type Store } from "./store";

interface Candidate {
  readonly id: string;
  readonly slots: string[];
  readonly slot_limits: number[];
}

interface ClaimOptions {
  readonly limit: number;
  readonly leaseMs: number;
}

/**
 * Leases due calls to this runner, oldest first, as far as their concurrency limits leave room. A call whose lease has
 * run out (its runner was killed) is due again.
 */
export function claimCalls(store: Store, { limit, leaseMs }: ClaimOptions): Promise<CallTask[]> {
  return store.transact(async (tx) => {
    await lockFor(tx, LOCKS.claim);
    const { rows: candidates } = await tx.query<Candidate>(
      `WITH busy AS (
         SELECT slot, count(*) AS n FROM jobs.task, unnest(slots) AS slot
         WHERE lease_until > statement_timestamp() GROUP BY slot)
       SELECT id, slots, slot_limits FROM jobs.task
       WHERE kind = 'call' AND due_at <= statement_timestamp()
         AND (lease_until IS NULL OR lease_until <= statement_timestamp())
         AND NOT EXISTS (SELECT 1 FROM unnest(slots, slot_limits) AS place (slot, cap)
                         JOIN busy USING (slot) WHERE busy.n >= place.cap)
       ORDER BY due_at, id LIMIT $1 FOR UPDATE OF task SKIP LOCKED`,
      [limit],
    );
    if (candidates.length === 0) return [];
    const { rows: busy } = await tx.query<{ slot: string; n: number }>(
      `SELECT slot, count(*)::int AS n FROM jobs.task, unnest(slots) AS slot
       WHERE lease_until > statement_timestamp() GROUP BY slot`,
    );
    const chosen = thatFit(candidates, new Map(busy.map((row) => [row.slot, row.n])));
    const { rows } = await tx.query<CallTask>(
      `UPDATE jobs.task SET lease = $2::text || '.' || id, claims = claims + 1,
         lease_until = statement_timestamp() + $3 * interval '1 millisecond'
       WHERE id = ANY ($1) RETURNING id, run_id, step_id, attempt, claims, lease, again`,
      [chosen.map((task) => task.id), randomUUID(), leaseMs],
    );
    return rows;
  });
}

/** Those of `candidates` that may execute together with what executes already (`busy` calls per slot). */
export function thatFit(candidates: readonly Candidate[], busy: ReadonlyMap<string, number>): Candidate[] {
  const taken = new Map(busy);
  return candidates.filter(({ slots, slot_limits }) => {
    const room = slots.every((slot, index) => (taken.get(slot) ?? 0) < (slot_limits[index] ?? Infinity));
    if (room) for (const slot of slots) taken.set(slot, (taken.get(slot) ?? 0) + 1);
    return room;
  });
}

/** Prolongs leases; answers which of them are no longer ours. Rows that are being settled just now are left alone. */
export async function renewLeases(
  store: Store,
  leases: readonly string[],
  leaseMs: number,
): Promise<string[]> {
  await store.leases.query(
    `UPDATE jobs.task SET lease_until = statement_timestamp() + $2 * interval '1 millisecond'
     WHERE id IN (SELECT id FROM jobs.task WHERE lease = ANY ($1) FOR UPDATE SKIP LOCKED)`,
    [leases, leaseMs],
  );
  const { rows } = await store.leases.query<{ lease: string }>(
    "SELECT lease FROM jobs.task WHERE lease = ANY ($1)",
    [leases],
  );
  const ours = new Set(rows.map((row) => row.lease));
  return leases.filter((lease) => !ours.has(lease));
}
