import type { RowClient } from "../row-store";

/**
 * Runs statements over a whole run's rows. They are new to the planner's statistics, which take them for one: a
 * nested loop over them, or a look-up by an index's first columns, is quadratic. What runs inside joins by hash or
 * by order instead.
 */
export async function overWholeSets<T>(client: RowClient, work: () => Promise<T>): Promise<T> {
  await client.query("select set_config('enable_nestloop', 'off', true)");
  const result = await work();
  // After an error the transaction is over, and the setting with it.
  await client.query("select set_config('enable_nestloop', 'on', true)");
  return result;
}
