import type { RowClient } from "../row-store";

/** Below this many rows any plan will do. */
const FEW = 4_096;

/** Tables that a run fills with rows of its own. */
type OfRun = "obs" | "decision" | "plan";

/**
 * Tells Postgres what a run's rows are like whenever there are twice as many: new to its statistics, they are taken for
 * one row, and are then all gone through where an index leads to one of them. `before` and `added`: the run's rows.
 */
export async function noteRows(
  client: RowClient,
  table: OfRun,
  { before, added }: { readonly before: number; readonly added: number },
): Promise<void> {
  if (doublings(before + added) === doublings(before)) return;
  await client.query("select rows.refresh_statistics($1, false)", [table]);
}

const doublings = (rows: number): number => (rows < FEW ? 0 : 1 + Math.floor(Math.log2(rows / FEW)));

/** The same for the tables that outlive runs, where they have doubled since statistics were taken of them. */
export async function noteGrowth(client: RowClient): Promise<void> {
  await client.query(
    "select rows.refresh_statistics(name, true) from unnest(array['base', 'link', 'row_version']) as name",
  );
}
