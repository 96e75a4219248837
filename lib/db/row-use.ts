import type { RowClient } from "./row-store";
import { takeRowTurnAt } from "./turns";

/** What an organization's plan is measured by. */
export interface StoredRowUse {
  /** The plan's name. */
  readonly plan: string;
  /** Distinct rows over all registries, each as its last run left it. */
  readonly rows: number;
  /** Since when that is more than the plan holds, as far as it was noted. */
  readonly overSince: Date | null;
}

const ORG = "nullif(current_setting('app.org', true), '')::uuid";

/** Throws where there is no such organization. */
export async function rowUse(client: RowClient): Promise<StoredRowUse> {
  const { rows } = await client.query<StoredRowUse>(
    `select plan, rows_over_since as "overSince", (select coalesce(sum(row_count), 0) from public.registry
             where organization_id = ${ORG}) as rows
       from public.organization where id = ${ORG}`,
  );
  const [use] = rows;
  if (!use) throw new Error("the organization is not there");
  return use;
}

/**
 * The organization's rows as of now, with the new ones that runs of its other registries are about to make. Whoever asks
 * takes turns with the others to the end of the transaction, so that no two plans are given the same room. A plan that
 * waits for a person has no claim.
 */
export async function claimRows(client: RowClient, registryId: string): Promise<number> {
  await takeRowTurnAt(client, "plan-rows");
  const { rows } = await client.query<{ count: number }>(
    `select (select count(*) from rows.base where registry_id = $1)
          - (select count(*) from rows.base where registry_id = $1 and not in_scope)
          + (select coalesce(sum(row_count), 0) from public.registry where id <> $1)
          + (select count(*) from public.run r join rows.decision d on d.run_id = r.id
              where r.registry_id <> $1 and r.status = 'running' and r.kind in ('sync', 'restore', 'undo')
                and d.outcome = 'merged' and d.before is null) as count`,
    [registryId],
  );
  return rows[0]?.count ?? 0;
}

/** Notes since when there are more rows than the plan holds, once; null = no more. False if it was noted before. */
export async function noteRowsOver(client: RowClient, since: Date | null): Promise<boolean> {
  const { rowCount } = await client.query(
    `update public.organization set rows_over_since = $1
      where id = ${ORG} and (rows_over_since is null) <> ($1::timestamptz is null)`,
    [since],
  );
  return rowCount === 1;
}

/** Registries that were paused over the limit are due at once. Returns how many. */
export async function resumeOverLimit(client: RowClient, at: Date): Promise<number> {
  const { rowCount } = await client.query(
    `update public.registry set state = 'syncing', state_reason = null,
            next_run_at = case when paused then null else $1::timestamptz end
      where organization_id = ${ORG} and state = 'over-limit'`,
    [at],
  );
  return rowCount ?? 0;
}

/** Registries with new rows that found no room look again. Returns how many. */
export async function wakeOverLimit(client: RowClient, reason: string): Promise<number> {
  const { rowCount } = await client.query(
    `update public.registry r set dirty = true
      where r.organization_id = ${ORG}
        and exists (select from rows.issue i where i.registry_id = r.id and i.open and i.reason = $1)`,
    [reason],
  );
  return rowCount ?? 0;
}

/** Gives the organization another plan; answers the one it had, null where there is no such organization. */
export async function replacePlan(client: RowClient, plan: string): Promise<string | null> {
  const { rows } = await client.query<{ plan: string }>(
    `select plan from public.organization where id = ${ORG} for update`,
  );
  await client.query(`update public.organization set plan = $1 where id = ${ORG}`, [plan]);
  return rows[0]?.plan ?? null;
}
