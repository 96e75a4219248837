import type { Origin } from "@/lib/engine/row";
import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import { copyIntoTemp } from "./copy";
import { noteRows } from "./statistics";

/** What a side will have acknowledged: "base" = the merged row, null = it no longer holds the row. */
export type Acknowledged = "base" | Cells | null;

/** A side's acknowledgement if its write is done (or none was needed), and if it is not. */
export interface SideAfter {
  readonly done: Acknowledged;
  readonly failed: Acknowledged;
  /** The record that the side showed for this row, if any, and its hash. */
  readonly locator: string | null;
  readonly hash: string | null;
  /** A cell could not be read, or shows what is neither merged nor overwritten: it is looked at in every run. */
  readonly open: boolean;
}

/** A row's decision as it is kept until its chunk commits. */
export interface StoredDecision {
  readonly ordinal: number;
  readonly chunk: number;
  readonly rowId: string;
  readonly key: string;
  /** The form of the key that records are matched by; null = the key itself. */
  readonly matchKey: string | null;
  /** outside: the row has left the registry's filter; its base stands still. */
  readonly outcome: "merged" | "deleted" | "outside";
  readonly before: Cells | null;
  readonly cells: Cells | null;
  readonly hash: string | null;
  readonly origins: Readonly<Record<string, Origin>>;
  readonly sides: Readonly<Record<string, SideAfter>>;
}

/** One side on which a row's new values were made. */
export interface EditSource {
  /** When they were, epoch ms; null = not as an edit of which that is known. */
  readonly at: number | null;
  /** The side told that time; false = it is when the edit was first seen. */
  readonly told: boolean;
  /** How long the run had waited for its systems by then, in ms. */
  readonly waitedMs: number;
}

/** By side. */
export type EditSources = Readonly<Record<string, EditSource>>;

export type OperationStatus = "planned" | "sent" | "done" | "stale" | "refused" | "unknown" | "dropped";

/**
 * One operation on one side. `before`: what is expected there; `cells`: what is wanted (null for a delete); `locator`: the
 * record, for a create the one that was linked and is gone.
 */
export interface StoredOperation {
  readonly ordinal: number;
  readonly chunk: number;
  readonly rowId: string;
  readonly key: string;
  readonly sideId: string;
  readonly op: "create" | "update" | "delete";
  readonly locator: string | null;
  readonly before: Cells | null;
  readonly cells: Cells | null;
  /** Where the row's new values were made; null = on no side that this plan saw. */
  readonly sources: EditSources | null;
}

const ORG = "nullif(current_setting('app.org', true), '')::uuid";

export async function storeDecisions(
  client: RowClient,
  runId: string,
  decisions: readonly StoredDecision[],
): Promise<void> {
  if (decisions.length === 0) return;
  const columns =
    "ordinal bigint, chunk int, row_id uuid, key text, match_key text, outcome text, before jsonb, cells jsonb, hash text, origins jsonb, sides jsonb";
  await copyIntoTemp(
    client,
    "incoming_decision",
    columns,
    decisions.map((d) => [
      d.ordinal,
      d.chunk,
      d.rowId,
      d.key,
      d.matchKey,
      d.outcome,
      d.before && JSON.stringify(d.before),
      d.cells && JSON.stringify(d.cells),
      d.hash,
      JSON.stringify(d.origins),
      JSON.stringify(d.sides),
    ]),
  );
  await client.query(
    `insert into rows.decision (organization_id, run_id, ordinal, chunk, row_id, key, match_key, outcome, before, cells, hash,
                                origins, sides)
     select ${ORG}, $1, ordinal, chunk, row_id, key, match_key, outcome, before, cells, hash, origins, sides
       from incoming_decision`,
    [runId],
  );
  await client.query("drop table incoming_decision");
  await noteRows(client, "decision", { before: decisions[0]?.ordinal ?? 0, added: decisions.length });
}

export async function storeOperations(
  client: RowClient,
  runId: string,
  operations: readonly StoredOperation[],
): Promise<void> {
  if (operations.length === 0) return;
  const columns =
    "ordinal bigint, chunk int, row_id uuid, key text, side_id uuid, op text, locator text, before jsonb, cells jsonb, sources jsonb";
  await copyIntoTemp(
    client,
    "incoming_plan",
    columns,
    operations.map((o) => [
      o.ordinal,
      o.chunk,
      o.rowId,
      o.key,
      o.sideId,
      o.op,
      o.locator,
      o.before && JSON.stringify(o.before),
      o.cells && JSON.stringify(o.cells),
      o.sources && JSON.stringify(o.sources),
    ]),
  );
  await client.query(
    `insert into rows.plan (organization_id, run_id, ordinal, chunk, row_id, key, side_id, op, locator, before, cells, sources)
     select ${ORG}, $1, ordinal, chunk, row_id, key, side_id, op, locator, before, cells, sources from incoming_plan`,
    [runId],
  );
  await client.query("drop table incoming_plan");
  await noteRows(client, "plan", { before: operations[0]?.ordinal ?? 0, added: operations.length });
}

/** Removes what an interrupted planning left; a plan is made whole or not at all. */
export async function clearPlan(client: RowClient, runId: string): Promise<void> {
  for (const table of ["rows.plan", "rows.decision", "rows.conflict"]) {
    await client.query(`delete from ${table} where run_id = $1`, [runId]);
  }
}
