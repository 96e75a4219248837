import type { RowClient } from "../row-store";

export async function openIssues(client: RowClient, registryId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "select count(*) as count from rows.issue where registry_id = $1 and open",
    [registryId],
  );
  return rows[0]?.count ?? 0;
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
