import type { RowClient } from "../row-store";

export interface OpenCount {
  readonly registryId: string;
  /** Records with an open error that nobody has put aside. */
  readonly issues: number;
  /** Conflicts that wait for a person. */
  readonly conflicts: number;
}

/** What waits for a person among the rows of each of these registries. */
export async function openCounts(client: RowClient, registryIds: readonly string[]): Promise<OpenCount[]> {
  if (registryIds.length === 0) return [];
  const { rows } = await client.query<OpenCount>(
    `select r.id as "registryId",
            (select count(*) from rows.issue i
              where i.registry_id = r.id and i.open and not i.skipped and i.severity = 'error') as issues,
            (select count(*) from rows.conflict c where c.registry_id = r.id and c.kind = 'cell' and not c.resolved
                and not c.provisional and c.choice is null) as conflicts
       from unnest($1::uuid[]) as r(id)`,
    [registryIds],
  );
  return rows;
}
