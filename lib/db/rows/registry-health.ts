import type { RowClient } from "../row-store";

/** What waits for a person in a registry, and how its rows stand. */
export interface RegistryHealth {
  readonly registryId: string;
  /** Plans that wait for an approval. */
  readonly held: number;
  /** Conflicts on which nobody has decided. */
  readonly conflicts: number;
  /** Open errors that nobody has put aside, and the rows of the registry that have one. */
  readonly issues: number;
  readonly failed: number;
  /** Of these rows, those whose relations point at no row. */
  readonly orphaned: number;
  /** Rows without an error that not every side has acknowledged. */
  readonly waiting: number;
  /** Of a first sync under way, the share of its plan's chunks that are written; null = there is none with a plan. */
  readonly firstSync: number | null;
}

const OPEN_ERROR = "i.open and not i.skipped and i.severity = 'error'";
const ORPHANED = "i.reason in ('relation-without-row', 'relation-pending')";

/** Of every registry of the organization, or of one. All of it is asked by partial indexes: none goes through rows. */
export async function listHealth(
  client: RowClient,
  registryId: string | null = null,
): Promise<RegistryHealth[]> {
  const { rows } = await client.query<RegistryHealth>(
    `select r.id as "registryId",
            (select count(*) from public.run n where n.registry_id = r.id and n.status = 'held') as held,
            (select count(*) from rows.conflict c
              where c.registry_id = r.id and not c.resolved and c.kind = 'cell' and not c.provisional
                and c.choice is null) as conflicts,
            coalesce(f.issues, 0) as issues, coalesce(f.failed, 0) as failed, coalesce(f.orphaned, 0) as orphaned,
            (select count(distinct l.row_id) from rows.link l
              where l.registry_id = r.id and l.pending
                and not exists (select from rows.issue i
                                 where i.registry_id = r.id and i.row_id = l.row_id and ${OPEN_ERROR})) as waiting,
            (select (n.progress->'state'->>'chunk')::float8 / nullif((n.progress->'state'->>'chunks')::int, 0)
               from public.run n
              where r.state = 'first-sync' and n.id = r.lease_run_id) as "firstSync"
       from public.registry r
       left join lateral (
         select count(*) as issues, count(distinct i.row_id) as failed,
                count(distinct i.row_id) filter (where ${ORPHANED}) as orphaned
           from rows.issue i where i.registry_id = r.id and ${OPEN_ERROR}) f on true
      where $1::uuid is null or r.id = $1`,
    [registryId],
  );
  return rows;
}

export interface ApprovalCounts {
  readonly registryId: string;
  readonly decided: number;
  readonly expired: number;
  readonly open: number;
}

/** What became of the plans that were held since then. */
export async function listApprovals(
  client: RowClient,
  since: Date,
  registryId: string | null = null,
): Promise<ApprovalCounts[]> {
  const { rows } = await client.query<ApprovalCounts>(
    `select registry_id as "registryId",
            count(*) filter (where decided_by->>'decision' <> 'expired') as decided,
            count(*) filter (where decided_by->>'decision' = 'expired') as expired,
            count(*) filter (where status = 'held') as open
       from public.run
      where (status = 'held' or decided_by is not null) and created_at >= $1
        and registry_id in (select id from public.registry where $2::uuid is null or id = $2)
      group by 1`,
    [since, registryId],
  );
  return rows;
}
