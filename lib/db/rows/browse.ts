import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import type { OperationStatus } from "./plan-store";

/** Reads for people: pages of rows and changes. Cursors are the last line's own key. */

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

/** Which operations of a plan; null = all. */
export interface ChangeFilter {
  readonly sideId: string | null;
  readonly op: ChangeLine["op"] | null;
}

export async function listChanges(
  client: RowClient,
  runId: string,
  { after, size, of }: { readonly after: number; readonly size: number; readonly of: ChangeFilter },
): Promise<ChangeLine[]> {
  const { rows } = await client.query<ChangeLine>(
    `select ordinal, row_id as "rowId", key, side_id as "sideId", op, before, cells, status, outcome->>'message' as reason
       from rows.plan where run_id = $1 and ordinal > $2
        and ($4::uuid is null or side_id = $4) and ($5::text is null or op = $5)
      order by ordinal limit $3`,
    [runId, after, size, of.sideId, of.op],
  );
  return rows;
}

/** What a row was before a run's change of it on a side. */
export interface BeforeChange {
  readonly ordinal: number;
  /** The merged row when the run planned; null = it was new. */
  readonly base: Cells | null;
  /** How the last operation on the row on this side ended before this run; null = there was none. */
  readonly earlier: OperationStatus | null;
}

export async function beforeChanges(
  client: RowClient,
  runId: string,
  ordinals: readonly number[],
): Promise<BeforeChange[]> {
  const { rows } = await client.query<BeforeChange>(
    `select p.ordinal, d.before as base,
            (select e.status from rows.plan e
              where e.row_id = p.row_id and e.side_id = p.side_id and e.run_id < p.run_id and e.status <> 'planned'
              order by e.run_id desc limit 1) as earlier
       from rows.plan p join rows.decision d on d.run_id = p.run_id and d.row_id = p.row_id
      where p.run_id = $1 and p.ordinal = any($2::bigint[])`,
    [runId, ordinals],
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

export interface KeyStart {
  readonly registryIds: readonly string[];
  /** How the first value of the key begins. */
  readonly start: string;
  readonly size: number;
}

/** Rows of these registries whose key begins so, by registry and key: each registry's from its index alone. */
export async function rowsByKeyStart(
  client: RowClient,
  { registryIds, start, size }: KeyStart,
): Promise<{ readonly registryId: string; readonly rowId: string; readonly key: string }[]> {
  // A key's text is its values as a JSON array; `C` orders by bytes, and no text holds what is past the last character.
  const from = JSON.stringify([start]).slice(0, -2);
  const { rows } = await client.query<{ registryId: string; rowId: string; key: string }>(
    `select b.registry_id as "registryId", b.row_id as "rowId", b.key
       from unnest($1::uuid[]) with ordinality as r(id, nth)
      cross join lateral (select registry_id, row_id, key from rows.base
                           where registry_id = r.id and key >= $2 and key < $3 order by key limit $4) b
      order by r.nth, b.key limit $4`,
    [registryIds, from, `${from}\u{10ffff}`, size],
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

/** A registry's rows by their keys' texts, and by their own ids; what is not stored has no entry. */
export async function rowIdsOf(
  client: RowClient,
  registryId: string,
  named: { readonly keys: readonly string[]; readonly ids: readonly string[] },
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; row_id: string }>(
    `select key as name, row_id from rows.base where registry_id = $1 and key = any($2::text[])
     union all
     select row_id::text, row_id from rows.base where registry_id = $1 and row_id = any($3::uuid[])`,
    [registryId, named.keys, named.ids],
  );
  return new Map(rows.map((row) => [row.name, row.row_id]));
}
