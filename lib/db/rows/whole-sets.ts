import type { RowClient } from "../row-store";

/**
 * Runs statements over a whole run's rows. They are new to the planner's statistics, which take them for one: a
 * nested loop over them, or a look-up by an index's first columns, is quadratic. What runs inside joins by hash or
 * by order instead.
 */
export const overWholeSets = <T>(client: RowClient, work: () => Promise<T>): Promise<T> =>
  without(client, ["enable_nestloop"], work);

/**
 * Runs statements over the rows of one chunk, each of which an index leads to. Joined by hash or by order, tables of
 * any size would be gone through for each chunk.
 */
export const overFewRows = <T>(client: RowClient, work: () => Promise<T>): Promise<T> =>
  without(client, ["enable_hashjoin", "enable_mergejoin"], work);

async function without<T>(client: RowClient, ways: readonly string[], work: () => Promise<T>): Promise<T> {
  const set = (value: "on" | "off") =>
    client.query("select set_config(name, $2, true) from unnest($1::text[]) as name", [ways, value]);
  await set("off");
  const result = await work();
  // After an error the transaction is over, and the settings with it.
  await set("on");
  return result;
}
