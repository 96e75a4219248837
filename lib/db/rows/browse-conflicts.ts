import type { Origin } from "@/lib/engine/row";
import type { Value } from "@/lib/engine/value";
import type { RowClient } from "../row-store";

/** What a person decided and no run has carried out yet. */
export interface PendingChoice {
  readonly value: Value;
  /** The side whose value it is; null for the value before or one given by hand. */
  readonly side: string | null;
  readonly by: { readonly type: string; readonly ref: string };
  /** ISO. */
  readonly at: string;
}

export interface ConflictLine {
  readonly id: string;
  readonly registryId: string;
  readonly runId: string;
  readonly rowId: string;
  readonly key: string;
  readonly kind: "cell" | "delete-edit";
  readonly field: string | null;
  readonly detail: {
    readonly base?: Value;
    readonly winner?: Value;
    readonly candidates?: readonly {
      readonly sideId: string;
      readonly value: Value;
      readonly origin?: Origin | null;
      /** Who changed the record last, by the side's own id, and by name once the side has told it. */
      readonly by?: string | null;
      readonly person?: string;
    }[];
    readonly deletedOn?: readonly string[];
    readonly editedOn?: readonly string[];
  };
  readonly resolved: boolean;
  readonly decidedBy: string;
  readonly at: Date;
  readonly atText: string;
  /** Whether the row is one of the registry's now, and what its cell is. */
  readonly isHere: boolean;
  readonly current: Value;
  /** On a conflict that waits. */
  readonly choice: PendingChoice | null;
  /** An order for the cell, given after the conflict was resolved. */
  readonly wish: PendingChoice | null;
}

const LINE = `select c.id, c.registry_id as "registryId", c.run_id as "runId", c.row_id as "rowId", c.key, c.kind, c.field,
         c.detail, c.resolved, c.decided_by as "decidedBy", c.at, c.at::text as "atText",
         b.row_id is not null as "isHere", b.cells->c.field as current,
         case when not c.resolved then c.choice end as choice,
         case when c.resolved and w.cells ? c.field then jsonb_build_object(
           'value', w.cells->c.field->'value', 'side', null, 'by', w.actor, 'at', w.at) end as wish
    from rows.conflict c
    left join rows.base b on b.registry_id = c.registry_id and b.row_id = c.row_id
    left join rows.wish w on w.registry_id = c.registry_id and w.row_id = c.row_id`;

/** Where a conflict stands in the list; `at` is Postgres' own text, to the microsecond. */
export interface ConflictPosition {
  readonly resolved: boolean;
  readonly at: string;
  readonly id: string;
}

export interface ConflictPage {
  readonly after: ConflictPosition | null;
  readonly size: number;
  /** A field's id, and whether settled; null = all. */
  readonly field: string | null;
  readonly resolved: boolean | null;
}

/** Those that wait for a person first, then the newest. */
export async function listConflicts(
  client: RowClient,
  registryId: string,
  page: ConflictPage,
): Promise<ConflictLine[]> {
  const { resolved = null, at = null, id = null } = page.after ?? {};
  const { rows } = await client.query<ConflictLine>(
    `${LINE}
      where c.registry_id = $1 and not c.provisional
        and ($2::boolean is null or c.resolved > $2
             or (c.resolved = $2 and (c.at < $3::timestamptz or (c.at = $3::timestamptz and c.id > $4::uuid))))
        and ($5::text is null or c.field = $5) and ($6::boolean is null or c.resolved = $6)
      order by c.resolved, c.at desc, c.id limit $7`,
    [registryId, resolved, at, id, page.field, page.resolved, page.size],
  );
  return rows;
}

/** Null for what only a plan says: it is no conflict of the registry yet. */
export async function findConflict(client: RowClient, id: string): Promise<ConflictLine | null> {
  const { rows } = await client.query<ConflictLine>(`${LINE} where c.id = $1 and not c.provisional`, [id]);
  return rows[0] ?? null;
}

export interface OpenConflicts {
  readonly field: string;
  /** Those that wait for a person. */
  readonly open: number;
  /** Of these, those on which each side has a value of its own. */
  readonly bySide: Readonly<Record<string, number>>;
}

/** How many conflicts wait for a person, by field; those that were decided and wait for a run are not among them. */
export async function countOpenConflicts(client: RowClient, registryId: string): Promise<OpenConflicts[]> {
  const { rows } = await client.query<OpenConflicts>(
    `with open as (select id, field, detail from rows.conflict
                    where registry_id = $1 and kind = 'cell' and not resolved and not provisional and choice is null),
          sided as (select field, e->>'sideId' as side, count(*) as held
                      from open, jsonb_array_elements(detail->'candidates') e group by 1, 2)
     select o.field, o.open, coalesce((select jsonb_object_agg(s.side, s.held) from sided s where s.field = o.field), '{}') as "bySide"
       from (select field, count(*) as open from open group by field) o order by o.open desc, o.field`,
    [registryId],
  );
  return rows;
}
