import type { Store } from "./store";

const KEPT = "7 days";

/** Forgets ended runs, handed-on events and counters that no longer count. */
export async function prune(store: Store): Promise<void> {
  await store.pool.query(`DELETE FROM jobs.run WHERE ended_at < now() - interval '${KEPT}'`);
  await store.pool.query(
    `DELETE FROM jobs.event WHERE dispatch_at IS NULL AND received_at < now() - interval '${KEPT}'`,
  );
  await store.pool.query("DELETE FROM jobs.flow WHERE expires_at < now()");
}
