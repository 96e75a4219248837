import type { RowClient } from "../row-store";
import { copyIntoTemp } from "./copy";

/** The reason of an issue about a side whose answer to a write is not what was written. */
export const NOT_AS_WRITTEN = "not-as-written";

/** The reason of an issue about a person's order whose cell or row is no longer as it was when it was given. */
export const ORDER_OVERTAKEN = "order-overtaken";

export interface SeenIssue {
  readonly sideId: string;
  readonly subject: string;
  readonly rowId: string | null;
  readonly field: string | null;
  readonly reason: string;
  readonly message: string;
  /** A warning blocks nothing and trips no brake; error where left out. */
  readonly severity?: "error" | "warning";
  /** The records that share a key, to tell them apart. */
  readonly records?: unknown;
}

const ORG = "nullif(current_setting('app.org', true), '')::uuid";

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
      [
        issue.sideId,
        issue.subject,
        issue.rowId,
        issue.field ?? "",
        issue.reason,
        issue.message,
        issue.severity ?? "error",
        issue.records === undefined ? null : JSON.stringify(issue.records),
      ],
    ]),
  );
  await copyIntoTemp(
    client,
    "incoming_issue",
    "side_id uuid, subject text, row_id uuid, field text, reason text, message text, severity text, records jsonb",
    lines.values(),
  );
  await client.query(
    `insert into rows.issue (organization_id, registry_id, side_id, run_id, subject, row_id, field, reason, message, severity,
                             records)
     select ${ORG}, $1, side_id, $2, subject, row_id, field, reason, message, severity, records from incoming_issue
     on conflict (organization_id, registry_id, side_id, subject, field, reason) do update
       set run_id = excluded.run_id, message = excluded.message, last_seen = now(), row_id = excluded.row_id,
           times = case when issue.run_id = excluded.run_id then issue.times else issue.times + 1 end,
           first_seen = case when issue.open then issue.first_seen else now() end, open = true,
           severity = excluded.severity, records = excluded.records, known = issue.known and issue.open,
           skipped = issue.skipped and issue.open and issue.message = excluded.message`,
    [place.registryId, place.runId],
  );
  await client.query("drop table incoming_issue");
}

/** A run and when it made its plan: a dry run may have looked at the rows since, while the plan was held. */
interface Planned {
  readonly runId: string;
  readonly registryId: string;
  /** A moment as Postgres writes it. */
  readonly plannedAt: string;
}

/** A run and the moment, as Postgres writes it, before it read anything. */
interface Looked {
  readonly runId: string;
  readonly registryId: string;
  readonly lookedFrom: string;
}

/**
 * What the run did not see again is mended. Only for runs that looked at everything. What another run has seen since the
 * look began stays: the two read side by side, and this one's records may be the older ones. A side that shows something
 * else than was written is told so once, at the write; that stays open until the row is decided on anew.
 */
export async function closeUnseenIssues(client: RowClient, place: Looked): Promise<void> {
  await client.query(
    `update rows.issue i set open = false, records = null
      where registry_id = $2 and open and run_id <> $1 and last_seen < $4
       and (reason <> $3 or exists (select from rows.decision d where d.run_id = $1 and d.row_id = i.row_id))`,
    [place.runId, place.registryId, NOT_AS_WRITTEN, place.lookedFrom],
  );
}

/** Issues that a carried out run has seen trip no brake again. */
export async function markKnown(client: RowClient, place: Planned): Promise<void> {
  await client.query(
    `update rows.issue set known = true
      where registry_id = $2 and open and not known and (run_id = $1 or first_seen <= $3)`,
    [place.runId, place.registryId, place.plannedAt],
  );
}

/** Rows that break a rule as errors and did not when the last run was carried out. */
export async function newlyInvalid(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(distinct subject) as count from rows.issue
      where registry_id = $1 and run_id = $2 and open and not known and severity = 'error' and reason like 'rule:%'`,
    [place.registryId, place.runId],
  );
  return rows[0]?.count ?? 0;
}
