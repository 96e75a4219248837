import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";

/** Errors that nobody has put aside: with one of them a registry is not simply up to date. */
export async function openIssues(client: RowClient, registryId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "select count(*) as count from rows.issue where registry_id = $1 and open and not skipped and severity = 'error'",
    [registryId],
  );
  return rows[0]?.count ?? 0;
}

/** What the rows of one group have in common. `field`: its id, "" where none is named. */
export interface IssueCause {
  readonly sideId: string;
  readonly field: string;
  readonly reason: string;
}

export interface IssueGroup extends IssueCause {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly rows: number;
  /** Of these rows, those that a person has put aside. */
  readonly skipped: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly subjects: readonly string[];
}

const GROUPS_LISTED = 200;

/** Open issues by cause, errors first, each with its first few subjects; with `cause`, that group alone. */
export async function listIssueGroups(
  client: RowClient,
  registryId: string,
  cause: IssueCause | null = null,
): Promise<IssueGroup[]> {
  const { rows } = await client.query<IssueGroup>(
    `select side_id as "sideId", field, reason, min(severity) as severity, min(message) as message, count(*) as rows,
            count(*) filter (where skipped) as skipped, min(first_seen) as "firstSeen", max(last_seen) as "lastSeen",
            (array_agg(subject order by subject))[1:20] as subjects
       from rows.issue
      where registry_id = $1 and open
        and ($2::uuid is null or (side_id = $2 and field = $3 and reason = $4))
      group by side_id, field, reason
      order by bool_and(skipped), min(severity), count(*) desc, reason, field, side_id limit ${GROUPS_LISTED}`,
    [registryId, cause?.sideId ?? null, cause?.field ?? null, cause?.reason ?? null],
  );
  return rows;
}

export interface IssueLine extends IssueCause {
  readonly id: string;
  readonly rowId: string | null;
  readonly subject: string;
  readonly message: string;
  readonly severity: "error" | "warning";
  readonly skipped: boolean;
  readonly times: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** Records of the side with the cells they showed, where the run kept them. */
  readonly records: readonly { readonly locator: string; readonly cells: Cells | null }[] | null;
  /** The row as all sides agreed on it; null = it is no row yet. */
  readonly agreed: Cells | null;
}

/** Open issues row by row, by subject; of one side, field or reason where that is given. */
export async function listIssueRows(
  client: RowClient,
  place: { readonly [Part in keyof IssueCause]: string | null } & { readonly registryId: string },
  page: { readonly after: { readonly subject: string; readonly id: string } | null; readonly size: number },
): Promise<IssueLine[]> {
  const { rows } = await client.query<IssueLine>(
    `select i.id, i.side_id as "sideId", i.field, i.reason, i.row_id as "rowId", i.subject, i.message, i.severity, i.skipped, i.times, i.first_seen as "firstSeen",
            i.last_seen as "lastSeen", i.records, b.cells as agreed
       from rows.issue i left join rows.base b on b.registry_id = i.registry_id and b.row_id = i.row_id
      where i.registry_id = $1 and i.open and ($2::uuid is null or i.side_id = $2)
        and ($3::text is null or i.field = $3) and ($4::text is null or i.reason = $4)
        and ($5::text is null or (i.subject, i.id) > ($5, $6::uuid))
      order by i.subject, i.id limit $7`,
    [
      place.registryId,
      place.sideId,
      place.field,
      place.reason,
      page.after?.subject ?? null,
      page.after?.id ?? null,
      page.size,
    ],
  );
  return rows;
}

export interface OpenIssue extends IssueCause {
  readonly registryId: string;
  /** Null for what is no row yet. */
  readonly rowId: string | null;
  readonly subject: string;
}

/** The registry of an open issue, and what it is about. */
export async function findOpenIssue(client: RowClient, id: string): Promise<OpenIssue | null> {
  const { rows } = await client.query<OpenIssue>(
    `select registry_id as "registryId", row_id as "rowId", side_id as "sideId", field, reason, subject from rows.issue
      where id = $1 and open`,
    [id],
  );
  return rows[0] ?? null;
}

/** Puts a group's rows aside until what is said of them changes, or takes them up again. Returns how many changed. */
export async function skipIssues(
  client: RowClient,
  place: IssueCause & { readonly registryId: string },
  skipped: boolean,
): Promise<number> {
  const { rowCount } = await client.query(
    `update rows.issue set skipped = $5
      where registry_id = $1 and open and side_id = $2 and field = $3 and reason = $4 and skipped <> $5`,
    [place.registryId, place.sideId, place.field, place.reason, skipped],
  );
  return rowCount ?? 0;
}
