import type { RowClient } from "../row-store";

/**
 * Runs statements over a whole run's rows. They are new to the planner's statistics, which take them for few: a
 * nested loop over them, or a look-up by an index's first columns, is quadratic. What runs inside joins by hash or
 * by order instead.
 */
export const overWholeSets = <T>(client: RowClient, work: () => Promise<T>): Promise<T> =>
  under(client, { name: "enable_nestloop", inside: "off", after: "on" }, work);

/**
 * Runs statements over the rows of one chunk, to each of which an index leads. What a look-up costs is estimated for
 * disks that turn; taken at its word, tables of any size would be gone through for each chunk.
 */
export const overFewRows = <T>(client: RowClient, work: () => Promise<T>): Promise<T> =>
  under(client, { name: "random_page_cost", inside: "1.1", after: "4" }, work);

interface Setting {
  readonly name: string;
  readonly inside: string;
  readonly after: string;
}

async function under<T>(
  client: RowClient,
  { name, inside, after }: Setting,
  work: () => Promise<T>,
): Promise<T> {
  const set = (value: string) => client.query("select set_config($1, $2, true)", [name, value]);
  await set(inside);
  const result = await work();
  // After an error the transaction is over, and the setting with it.
  await set(after);
  return result;
}
