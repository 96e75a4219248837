import type { RowClient } from "../row-store";

/** Operations that shadow runs planned, each counted once: in the first run that planned it. */
export interface PlannedOnce {
  readonly sideId: string;
  readonly op: "create" | "update" | "delete";
  readonly runId: string;
  readonly count: number;
}

/**
 * A run in shadow plans again what the one before planned, because nothing was written. The same operation is the same
 * key, side, kind and wanted cells; new rows have other ids in each run. A create that wants other cells than the first
 * one would have been an update.
 */
export async function plannedOnce(client: RowClient, runIds: readonly string[]): Promise<PlannedOnce[]> {
  const { rows } = await client.query<PlannedOnce>(
    `select side_id as "sideId", op, run_id as "runId", count(*) as count
       from (select side_id, run_id,
                    case when op = 'create' and row_number() over (partition by side_id, key, op order by first_at) > 1
                         then 'update' else op end as op
               from (select p.side_id, p.op, p.key, md5(p.cells::text), min(r.started_at) as first_at,
                            (array_agg(p.run_id order by r.started_at))[1] as run_id
                       from rows.plan p join public.run r on r.id = p.run_id
                      where p.run_id = any($1::uuid[]) group by 1, 2, 3, 4) once) told
      group by 1, 2, 3`,
    [runIds],
  );
  return rows;
}

/** Operations of these runs that went beyond the plan. */
export async function writesOf(client: RowClient, runIds: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "select count(*) as count from rows.plan where run_id = any($1::uuid[]) and status <> 'planned'",
    [runIds],
  );
  return rows[0]?.count ?? 0;
}

export interface RuleCount {
  readonly rule: string;
  readonly field: string | null;
  readonly resolved: boolean;
  readonly count: number;
}

/** Different conflicts that these runs found, by the rule that would decide, each counted once. */
export async function conflictsFound(client: RowClient, runIds: readonly string[]): Promise<RuleCount[]> {
  const { rows } = await client.query<RuleCount>(
    `select decided_by as rule, field, resolved, count(distinct (key, fingerprint)) as count from rows.conflict
      where run_id = any($1::uuid[]) group by 1, 2, 3 order by 4 desc, 1, 2`,
    [runIds],
  );
  return rows;
}

export interface ReasonCount {
  readonly sideId: string;
  readonly reason: string;
  readonly message: string;
  readonly rows: number;
}

/** What the newest of the runs could not accept. */
export async function issuesOf(
  client: RowClient,
  place: { readonly registryId: string; readonly runId: string },
): Promise<ReasonCount[]> {
  const { rows } = await client.query<ReasonCount>(
    `select side_id as "sideId", reason, min(message) as message, count(*) as rows from rows.issue
      where registry_id = $1 and run_id = $2 and open group by 1, 2 order by 4 desc, 2`,
    [place.registryId, place.runId],
  );
  return rows;
}
