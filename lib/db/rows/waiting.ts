import type { RowClient } from "../row-store";

/** Conflicts that nobody has decided on, and errors that nobody has put aside, over these registries. */
export async function countWaiting(client: RowClient, registryIds: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select (select count(*) from rows.conflict
              where registry_id = any($1::uuid[]) and kind = 'cell' and not resolved and not provisional
                and choice is null)
          + (select count(*) from rows.issue
              where registry_id = any($1::uuid[]) and open and not skipped and severity = 'error') as count`,
    [registryIds],
  );
  return rows[0]?.count ?? 0;
}
