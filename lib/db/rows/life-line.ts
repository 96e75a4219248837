import type { Cells, Value } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import type { ConflictLine } from "./browse-conflicts";
import type { OperationStatus } from "./plan-store";

/** One row over all sides and all time: where it is, and what happened to it. */

/** The registry among these that a row is, or was, in. */
export async function findRegistryOfRow(
  client: RowClient,
  { registryIds, rowId }: { readonly registryIds: readonly string[]; readonly rowId: string },
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    "select registry_id as id from rows.row_version where registry_id = any($1::uuid[]) and row_id = $2 limit 1",
    [registryIds, rowId],
  );
  return rows[0]?.id ?? null;
}

export interface RowPlace {
  readonly registryId: string;
  readonly rowId: string;
}

export interface RowNow {
  readonly key: string;
  /** Null = it is deleted. */
  readonly cells: Cells | null;
  readonly version: number;
  readonly at: Date;
  readonly inScope: boolean;
  readonly links: readonly {
    readonly sideId: string;
    /** What the side acknowledged last; null = the row as it is. */
    readonly acknowledged: Cells | null;
    readonly pending: boolean;
  }[];
}

/** A row's newest state and what each side that holds it has acknowledged. */
export async function findRow(client: RowClient, { registryId, rowId }: RowPlace): Promise<RowNow | null> {
  const { rows } = await client.query<RowNow>(
    `select v.key, v.cells, v.version, v.at, coalesce(b.in_scope, true) as "inScope",
            coalesce((select json_agg(json_build_object('sideId', l.side_id, 'acknowledged', l.acknowledged, 'pending', l.pending))
                        from rows.link l where l.registry_id = $1 and l.row_id = $2), '[]') as links
       from rows.row_version v left join rows.base b on b.registry_id = $1 and b.row_id = $2
      where v.registry_id = $1 and v.row_id = $2 order by v.version desc limit 1`,
    [registryId, rowId],
  );
  return rows[0] ?? null;
}

export interface LifeWrite {
  readonly sideId: string;
  readonly op: "create" | "update" | "delete";
  readonly status: OperationStatus;
  readonly before: Cells | null;
  readonly cells: Cells | null;
  readonly reason: string | null;
}

export type LifeLine = { readonly id: string; readonly at: Date; readonly atText: string } & (
  | {
      readonly kind: "run";
      readonly detail: {
        readonly runKind: string;
        readonly trigger: { readonly type: string; readonly ref: string };
        readonly decidedBy: { readonly decision: string; readonly ref: string; readonly at: string } | null;
        /** The version that the run made; null = none. */
        readonly version: number | null;
        readonly before: Cells | null;
        readonly after: Cells | null;
        readonly writes: readonly LifeWrite[];
      };
    }
  | {
      readonly kind: "conflict";
      readonly detail: Pick<ConflictLine, "kind" | "field" | "detail" | "resolved" | "decidedBy" | "runId">;
    }
  | {
      readonly kind: "issue";
      readonly detail: {
        readonly sideId: string;
        readonly field: string;
        readonly reason: string;
        readonly message: string;
        readonly severity: string;
        readonly open: boolean;
        readonly times: number;
        readonly lastSeen: string;
      };
    }
  | {
      readonly kind: "order";
      readonly detail: {
        readonly actor: { readonly type: string; readonly ref: string };
        readonly cells: Readonly<Record<string, { readonly value: Value }>>;
        readonly keep: boolean;
      };
    }
);

/** Where a line stands in the life; `at` is Postgres' own text, to the microsecond. */
export interface LifePosition {
  readonly at: string;
  readonly kind: string;
  readonly id: string;
}

/** What happened to a row, the newest first. Plans that were not carried out did not happen. */
export async function listLife(
  client: RowClient,
  { registryId, rowId }: RowPlace,
  page: { readonly after: LifePosition | null; readonly size: number },
): Promise<LifeLine[]> {
  const { at = null, kind = null, id = null } = page.after ?? {};
  const { rows } = await client.query<LifeLine>(
    `select kind, id, at, at::text as "atText", detail
       from (${RUNS} union all ${CONFLICTS} union all ${ISSUES} union all ${ORDERS}) life
      where $3::timestamptz is null or (at, kind, id) < ($3::timestamptz, $4, $5)
      order by at desc, kind desc, id desc limit $6`,
    [registryId, rowId, at, kind, id, page.size],
  );
  return rows;
}

const RUNS = `
  select 'run' as kind, r.id::text as id, coalesce(v.at, r.finished_at, r.started_at, r.created_at) as at,
         jsonb_build_object('runKind', r.kind, 'trigger', r.trigger, 'decidedBy', r.decided_by, 'version', v.version,
                            'before', past.cells, 'after', v.cells, 'writes', coalesce(written.list, '[]')) as detail
    from (select run_id from rows.row_version where registry_id = $1 and row_id = $2
          union select run_id from rows.plan where row_id = $2 and status <> 'planned') touched
    join public.run r on r.id = touched.run_id and r.registry_id = $1
    left join rows.row_version v on v.registry_id = $1 and v.row_id = $2 and v.run_id = r.id
    left join rows.row_version past on past.registry_id = $1 and past.row_id = $2 and past.version = v.version - 1
    left join lateral (
      select jsonb_agg(jsonb_build_object('sideId', o.side_id, 'op', o.op, 'status', o.status, 'before', o.before,
                                          'cells', o.cells, 'reason', o.outcome->>'message') order by o.ordinal) as list
        from rows.plan o where o.row_id = $2 and o.run_id = r.id and o.status <> 'planned') written on true`;

const CONFLICTS = `
  select 'conflict', c.id::text, c.at,
         jsonb_build_object('kind', c.kind, 'field', c.field, 'detail', c.detail, 'resolved', c.resolved,
                            'decidedBy', c.decided_by, 'runId', c.run_id)
    from rows.conflict c where c.registry_id = $1 and c.row_id = $2 and not c.provisional`;

const ISSUES = `
  select 'issue', i.id::text, i.first_seen,
         jsonb_build_object('sideId', i.side_id, 'field', i.field, 'reason', i.reason, 'message', i.message,
                            'severity', i.severity, 'open', i.open, 'times', i.times, 'lastSeen', i.last_seen)
    from rows.issue i where i.registry_id = $1 and i.row_id = $2`;

const ORDERS = `
  select 'order', w.row_id::text, w.at, jsonb_build_object('actor', w.actor, 'cells', w.cells, 'keep', w.keep)
    from rows.wish w where w.registry_id = $1 and w.row_id = $2`;
