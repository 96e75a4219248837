import type { Conflict, Origin } from "@/lib/engine/row";
import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import { copyIntoTemp } from "./copy";

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
  readonly outcome: "merged" | "deleted";
  readonly before: Cells | null;
  readonly cells: Cells | null;
  readonly hash: string | null;
  readonly origins: Readonly<Record<string, Origin>>;
  readonly sides: Readonly<Record<string, SideAfter>>;
}

export type OperationStatus = "planned" | "sent" | "done" | "stale" | "refused" | "unknown" | "dropped";

/** One operation on one side. `before`: what is expected there; `cells`: what is wanted (null for a delete). */
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
}

const ORG = "nullif(current_setting('app.org', true), '')::uuid";

export async function storeDecisions(
  client: RowClient,
  runId: string,
  decisions: readonly StoredDecision[],
): Promise<void> {
  if (decisions.length === 0) return;
  const columns =
    "ordinal bigint, chunk int, row_id uuid, key text, outcome text, before jsonb, cells jsonb, hash text, origins jsonb, sides jsonb";
  await copyIntoTemp(
    client,
    "incoming_decision",
    columns,
    decisions.map((d) => [
      d.ordinal,
      d.chunk,
      d.rowId,
      d.key,
      d.outcome,
      d.before && JSON.stringify(d.before),
      d.cells && JSON.stringify(d.cells),
      d.hash,
      JSON.stringify(d.origins),
      JSON.stringify(d.sides),
    ]),
  );
  await client.query(
    `insert into rows.decision (organization_id, run_id, ordinal, chunk, row_id, key, outcome, before, cells, hash, origins, sides)
     select ${ORG}, $1, ordinal, chunk, row_id, key, outcome, before, cells, hash, origins, sides from incoming_decision`,
    [runId],
  );
  await client.query("drop table incoming_decision");
}

export async function storeOperations(
  client: RowClient,
  runId: string,
  operations: readonly StoredOperation[],
): Promise<void> {
  if (operations.length === 0) return;
  const columns =
    "ordinal bigint, chunk int, row_id uuid, key text, side_id uuid, op text, locator text, before jsonb, cells jsonb";
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
    ]),
  );
  await client.query(
    `insert into rows.plan (organization_id, run_id, ordinal, chunk, row_id, key, side_id, op, locator, before, cells)
     select ${ORG}, $1, ordinal, chunk, row_id, key, side_id, op, locator, before, cells from incoming_plan`,
    [runId],
  );
  await client.query("drop table incoming_plan");
}

/** Removes what an interrupted planning left; a plan is made whole or not at all. */
export async function clearPlan(client: RowClient, runId: string): Promise<void> {
  for (const table of ["rows.plan", "rows.decision", "rows.conflict"]) {
    await client.query(`delete from ${table} where run_id = $1`, [runId]);
  }
}

export async function storeConflicts(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
  conflicts: readonly { readonly rowId: string; readonly key: string; readonly conflict: Conflict }[],
): Promise<void> {
  if (conflicts.length === 0) return;
  await copyIntoTemp(
    client,
    "incoming_conflict",
    "row_id uuid, key text, kind text, field text, detail jsonb, resolved boolean, decided_by text",
    conflicts.map(({ rowId, key, conflict }) => [
      rowId,
      key,
      conflict.kind,
      conflict.kind === "cell" ? conflict.field : null,
      JSON.stringify(conflict),
      conflict.kind === "cell" ? conflict.resolved : true,
      conflict.decidedBy,
    ]),
  );
  // A conflict that waits for a person is one line, not one per run.
  await client.query(
    `delete from rows.conflict c using incoming_conflict i
      where c.registry_id = $1 and c.row_id = i.row_id and c.field = i.field and not c.resolved`,
    [place.registryId],
  );
  await client.query(
    `insert into rows.conflict (organization_id, registry_id, run_id, row_id, key, kind, field, detail, resolved, decided_by)
     select ${ORG}, $1, $2, row_id, key, kind, field, detail, resolved, decided_by from incoming_conflict
     on conflict do nothing`,
    [place.registryId, place.runId],
  );
  await client.query("drop table incoming_conflict");
}

/** Conflicts that waited for a person and that this run, which read these rows whole, no longer finds. */
export async function closeMendedConflicts(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
  rowIds: readonly string[],
): Promise<void> {
  if (rowIds.length === 0) return;
  await client.query(
    `update rows.conflict set resolved = true, decided_by = 'agreed on the sides'
      where registry_id = $1 and not resolved and run_id <> $2 and row_id = any($3::uuid[])`,
    [place.registryId, place.runId, rowIds],
  );
}

/** The reason of an issue about a side whose answer to a write is not what was written. */
export const NOT_AS_WRITTEN = "not-as-written";

export interface SeenIssue {
  readonly sideId: string;
  readonly subject: string;
  readonly rowId: string | null;
  readonly field: string | null;
  readonly reason: string;
  readonly message: string;
}

/** Opens issues or marks them seen again: one line per place and cause. */
export async function reportIssues(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
  issues: readonly SeenIssue[],
): Promise<void> {
  if (issues.length === 0) return;
  // One statement cannot meet the same line twice; what was said of it last stands.
  const lines = new Map(
    issues.map((issue) => [
      JSON.stringify([issue.sideId, issue.subject, issue.field ?? "", issue.reason]),
      [issue.sideId, issue.subject, issue.rowId, issue.field ?? "", issue.reason, issue.message],
    ]),
  );
  await copyIntoTemp(
    client,
    "incoming_issue",
    "side_id uuid, subject text, row_id uuid, field text, reason text, message text",
    lines.values(),
  );
  await client.query(
    `insert into rows.issue (organization_id, registry_id, side_id, run_id, subject, row_id, field, reason, message)
     select ${ORG}, $1, side_id, $2, subject, row_id, field, reason, message from incoming_issue
     on conflict (organization_id, registry_id, side_id, subject, field, reason) do update
       set run_id = excluded.run_id, message = excluded.message, last_seen = now(), row_id = excluded.row_id,
           times = case when issue.run_id = excluded.run_id then issue.times else issue.times + 1 end,
           first_seen = case when issue.open then issue.first_seen else now() end, open = true`,
    [place.registryId, place.runId],
  );
  await client.query("drop table incoming_issue");
}

/**
 * What the run did not see again is mended. Only for runs that looked at everything. A side that shows something else
 * than was written is told so once, at the write; that stays open until the row is decided on anew.
 */
export async function closeUnseenIssues(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
): Promise<void> {
  await client.query(
    `update rows.issue i set open = false where registry_id = $2 and open and run_id <> $1
       and (reason <> $3 or exists (select from rows.decision d where d.run_id = $1 and d.row_id = i.row_id))`,
    [place.runId, place.registryId, NOT_AS_WRITTEN],
  );
}
