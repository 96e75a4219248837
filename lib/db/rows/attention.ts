import type { RowClient } from "../row-store";
import { LAST_CHECK } from "./last-check";

/** What waits for people over all registries of the organization, by cause. Counts and moments, never rows. */

export interface WaitingField {
  readonly registryId: string;
  /** Its id. */
  readonly field: string;
  readonly open: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

export interface WaitingPage {
  /** Null = all of them. */
  readonly registryId: string | null;
  readonly size: number;
}

/** Conflicts on which nobody has decided, by field; the fields with most of them first. */
export async function listWaitingFields(
  client: RowClient,
  { registryId, size }: WaitingPage,
): Promise<WaitingField[]> {
  const { rows } = await client.query<WaitingField>(
    `select c.registry_id as "registryId", c.field, count(*) as open, min(c.at) as "firstSeen", max(c.at) as "lastSeen"
       from rows.conflict c
      where c.kind = 'cell' and not c.resolved and not c.provisional and c.choice is null
        and ($1::uuid is null or c.registry_id = $1)
      group by 1, 2 order by open desc, 1, 2 limit $2`,
    [registryId, size],
  );
  return rows;
}

export interface WaitingCause {
  readonly registryId: string;
  readonly sideId: string;
  /** Its id; "" where none is named. */
  readonly field: string;
  readonly reason: string;
  readonly message: string;
  readonly open: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** Errors that nobody has put aside, by cause; those of most rows first. */
export async function listWaitingCauses(
  client: RowClient,
  { registryId, size }: WaitingPage,
): Promise<WaitingCause[]> {
  const { rows } = await client.query<WaitingCause>(
    `select i.registry_id as "registryId", i.side_id as "sideId", i.field, i.reason, min(i.message) as message,
            count(*) as open, min(i.first_seen) as "firstSeen", max(i.last_seen) as "lastSeen"
       from rows.issue i
      where i.open and not i.skipped and i.severity = 'error' and ($1::uuid is null or i.registry_id = $1)
      group by 1, 2, 3, 4 order by open desc, 1, 2, 3, 4 limit $2`,
    [registryId, size],
  );
  return rows;
}

export interface FoundDrift {
  readonly registryId: string;
  readonly at: Date;
  /** Rows in scope, and those that all sides showed as they are. */
  readonly rows: number;
  readonly equal: number;
  /** Rows and records that differ and that nothing explains. */
  readonly drifted: number;
}

/**
 * Registries whose last full compare found on a side what no open issue or conflict explains, and that no run has
 * written to since.
 */
export async function listDrifts(client: RowClient): Promise<FoundDrift[]> {
  const { rows } = await client.query<FoundDrift>(
    `select r.id as "registryId", c.finished_at as at, (c.certificate->>'rows')::int as rows,
            (c.certificate->>'equal')::int as equal, (c.certificate->>'drifted')::int as drifted
       from public.registry r
      cross join lateral (${LAST_CHECK}) c
      where (c.certificate->>'drifted')::int > 0
        and not exists (
              select from public.run w
               where w.registry_id = r.id and w.kind in ('sync', 'restore', 'undo')
                 and w.status in ('done', 'done-with-issues') and w.finished_at > c.finished_at)
      order by r.id`,
  );
  return rows;
}

export interface LastVerified {
  readonly registryId: string;
  readonly at: Date;
  readonly rows: number;
  readonly equal: number;
}

/** What the last run of each registry that compared its rows has counted. */
export async function listLastVerified(client: RowClient): Promise<LastVerified[]> {
  const { rows } = await client.query<LastVerified>(
    `select r.id as "registryId", c.finished_at as at, (c.counts->>'rows')::int as rows,
            (c.counts->>'verified')::int as equal
       from public.registry r
      cross join lateral (
        select n.finished_at, n.counts from public.run n
         where n.registry_id = r.id and n.finished_at is not null and n.counts->>'verified' is not null
         order by n.created_at desc limit 1) c`,
  );
  return rows;
}
