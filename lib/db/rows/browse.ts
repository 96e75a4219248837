import type { Cells, Value } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import type { OperationStatus } from "./plan-store";

/** Reads for people: pages of rows, changes, conflicts and issues. Cursors are the last line's own key. */

export async function openIssues(client: RowClient, registryId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "select count(*) as count from rows.issue where registry_id = $1 and open",
    [registryId],
  );
  return rows[0]?.count ?? 0;
}

export interface ChangeLine {
  readonly ordinal: number;
  readonly rowId: string;
  readonly key: string;
  readonly sideId: string;
  readonly op: "create" | "update" | "delete";
  readonly before: Cells | null;
  readonly cells: Cells | null;
  readonly status: OperationStatus;
  readonly reason: string | null;
}

export async function listChanges(
  client: RowClient,
  runId: string,
  page: { readonly after: number; readonly size: number },
): Promise<ChangeLine[]> {
  const { rows } = await client.query<ChangeLine>(
    `select ordinal, row_id as "rowId", key, side_id as "sideId", op, before, cells, status, outcome->>'message' as reason
       from rows.plan where run_id = $1 and ordinal > $2 order by ordinal limit $3`,
    [runId, page.after, page.size],
  );
  return rows;
}

export interface RowLine {
  readonly rowId: string;
  readonly key: string;
  readonly cells: Cells;
  readonly version: number;
  readonly updatedAt: Date;
  /** Sides that hold the row as it is. */
  readonly equalOn: readonly string[];
}

export async function listRows(
  client: RowClient,
  registryId: string,
  page: { readonly key: string | null; readonly after: string; readonly size: number },
): Promise<RowLine[]> {
  const { rows } = await client.query<RowLine>(
    `select b.row_id as "rowId", b.key, b.cells, b.version, b.updated_at as "updatedAt",
            coalesce((select json_agg(l.side_id) from rows.link l
                       where l.registry_id = b.registry_id and l.row_id = b.row_id and not l.pending), '[]') as "equalOn"
       from rows.base b
      where b.registry_id = $1 and b.key > $2 and ($3::text is null or b.key = $3)
      order by b.key limit $4`,
    [registryId, page.after, page.key, page.size],
  );
  return rows;
}

/** The keys' text of rows of these registries, by row id; a row that is not stored has no entry. */
export async function keysOfRows(
  client: RowClient,
  registryIds: readonly string[],
  rowIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ row_id: string; key: string }>(
    "select row_id, key from rows.base where registry_id = any($1::uuid[]) and row_id = any($2::uuid[])",
    [registryIds, rowIds],
  );
  return new Map(rows.map((row) => [row.row_id, row.key]));
}

export interface ConflictLine {
  readonly id: string;
  readonly runId: string;
  readonly rowId: string;
  readonly key: string;
  readonly kind: "cell" | "delete-edit";
  readonly field: string | null;
  readonly detail: {
    readonly base?: Value;
    readonly winner?: Value;
    readonly candidates?: readonly { readonly sideId: string; readonly value: Value }[];
    readonly deletedOn?: readonly string[];
    readonly editedOn?: readonly string[];
  };
  readonly resolved: boolean;
  readonly decidedBy: string;
  readonly at: Date;
  readonly atText: string;
}

/** Where a conflict stands in the list; `at` is Postgres' own text, to the microsecond. */
export interface ConflictPosition {
  readonly resolved: boolean;
  readonly at: string;
  readonly id: string;
}

/** Those that wait for a person first, then the newest. */
export async function listConflicts(
  client: RowClient,
  registryId: string,
  page: { readonly after: ConflictPosition | null; readonly size: number },
): Promise<ConflictLine[]> {
  const { resolved = null, at = null, id = null } = page.after ?? {};
  const { rows } = await client.query<ConflictLine>(
    `select id, run_id as "runId", row_id as "rowId", key, kind, field, detail, resolved, decided_by as "decidedBy", at,
            at::text as "atText"
       from rows.conflict
      where registry_id = $1
        and ($2::boolean is null or resolved > $2
             or (resolved = $2 and (at < $3::timestamptz or (at = $3::timestamptz and id > $4::uuid))))
      order by resolved, at desc, id limit $5`,
    [registryId, resolved, at, id, page.size],
  );
  return rows;
}

export interface IssueGroup {
  readonly sideId: string;
  readonly field: string;
  readonly reason: string;
  readonly message: string;
  readonly rows: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly subjects: readonly string[];
}

/** Open issues by cause, each with its first few subjects. */
export async function listIssueGroups(client: RowClient, registryId: string): Promise<IssueGroup[]> {
  const { rows } = await client.query<IssueGroup>(
    `select side_id as "sideId", field, reason, min(message) as message, count(*) as rows, min(first_seen) as "firstSeen",
            max(last_seen) as "lastSeen", (array_agg(subject order by subject))[1:20] as subjects
       from rows.issue where registry_id = $1 and open group by side_id, field, reason order by count(*) desc limit 200`,
    [registryId],
  );
  return rows;
}
