import type { RowClient } from "../row-store";

/** Tables that a run fills with rows of its own, and how many of them any plan will do for. */
const FEW = { obs: 4_096, decision: 512, plan: 512 } as const;

/**
 * Tells Postgres what a run's rows are like whenever there are twice as many: new to its statistics, they are taken for
 * one row, and are then all gone through where an index leads to one of them. `before` and `added`: the run's rows.
 */
export async function noteRows(
  client: RowClient,
  table: keyof typeof FEW,
  { before, added }: { readonly before: number; readonly added: number },
): Promise<void> {
  const few = FEW[table];
  if (doublings(before + added, few) === doublings(before, few)) return;
  await client.query("select rows.refresh_statistics($1, false)", [table]);
}

const doublings = (rows: number, few: number): number =>
  rows < few ? 0 : 1 + Math.floor(Math.log2(rows / few));

/** The same for the tables that outlive runs, where they have doubled since statistics were taken of them. */
export async function noteGrowth(client: RowClient): Promise<void> {
  await client.query(
    "select rows.refresh_statistics(name, true) from unnest(array['base', 'link', 'row_version']) as name",
  );
}
