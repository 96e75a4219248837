import type { Cells, Value } from "@/lib/engine/value";
import type { RowClient } from "../row-store";

/** What people ordered for rows, and the states that an undo or a restore goes back to. */

const ORG = "nullif(current_setting('app.org', true), '')::uuid";

export interface Wish {
  readonly rowId: string;
  /** By field id; `expect` = the value that the person saw. */
  readonly cells: Readonly<Record<string, { readonly value: Value; readonly expect?: Value }>>;
  readonly keep: boolean;
}

/** Orders cells of one row; a newer order for a cell takes the older one's place. */
export async function storeWish(
  client: RowClient,
  registryId: string,
  wish: Wish & { readonly actor: unknown },
): Promise<void> {
  await client.query(
    `insert into rows.wish as w (organization_id, registry_id, row_id, cells, keep, actor, at)
     values (${ORG}, $1, $2, $3, $4, $5, clock_timestamp())
     on conflict (organization_id, registry_id, row_id) do update
       set cells = w.cells || excluded.cells, keep = w.keep or excluded.keep, actor = excluded.actor, at = excluded.at, run_id = null`,
    [registryId, wish.rowId, JSON.stringify(wish.cells), wish.keep, JSON.stringify(wish.actor)],
  );
}

/** The orders for these rows. A run that writes takes them in: what it commits of them is forgotten. */
export async function takeWishes(
  client: RowClient,
  place: { readonly registryId: string; readonly runId: string; readonly isWriting: boolean },
  rowIds: readonly string[],
): Promise<Wish[]> {
  if (place.isWriting) {
    await client.query(
      "update rows.wish set run_id = $2 where registry_id = $1 and row_id = any($3::uuid[])",
      [place.registryId, place.runId, rowIds],
    );
  }
  const { rows } = await client.query<Wish>(
    `select row_id as "rowId", cells, keep from rows.wish where registry_id = $1 and row_id = any($2::uuid[])`,
    [place.registryId, rowIds],
  );
  return rows;
}

export interface VoidWish {
  /** The text of the key that the row had last. */
  readonly key: string;
  readonly fields: readonly string[];
}

/** Forgets orders for cells of rows that are gone and were not ordered back: they can never be carried out. */
export async function dropWishesOfGone(client: RowClient, registryId: string): Promise<VoidWish[]> {
  const { rows } = await client.query<VoidWish>(
    `with gone as (
       delete from rows.wish w where w.registry_id = $1 and not w.keep
          and not exists (select from rows.base b where b.registry_id = $1 and b.row_id = w.row_id)
       returning w.row_id, w.cells)
     select last.key, array(select jsonb_object_keys(gone.cells) order by 1) as fields
       from gone cross join lateral (
         select v.key from rows.row_version v where v.registry_id = $1 and v.row_id = gone.row_id
          order by v.version desc limit 1) last`,
    [registryId],
  );
  return rows;
}

export interface StoredChoice {
  readonly rowId: string;
  readonly field: string;
  readonly fingerprint: string;
  readonly value: Value;
}

/** People's choices on conflicts that still wait. */
export async function choicesOf(
  client: RowClient,
  registryId: string,
  rowIds: readonly string[],
): Promise<StoredChoice[]> {
  const { rows } = await client.query<StoredChoice>(
    `select row_id as "rowId", field, fingerprint, choice->'value' as value from rows.conflict
      where registry_id = $1 and row_id = any($2::uuid[]) and choice is not null and not resolved and not provisional`,
    [registryId, rowIds],
  );
  return rows;
}

/** One row before and after a run; null = it was no row of the registry then. */
export interface RunVersion {
  readonly rowId: string;
  readonly before: Cells | null;
  readonly after: Cells | null;
  /** Sides on which the run created the row. */
  readonly createdOn: readonly string[];
}

/** What a run made of these rows. */
export async function versionsOfRun(
  client: RowClient,
  place: { readonly registryId: string; readonly runId: string },
  rowIds: readonly string[],
): Promise<RunVersion[]> {
  const { rows } = await client.query<RunVersion>(
    `select v.row_id as "rowId", v.cells as after,
            (select p.cells from rows.row_version p
              where p.registry_id = $1 and p.row_id = v.row_id and p.version < v.version order by p.version desc limit 1) as before,
            coalesce((select json_agg(o.side_id) from rows.plan o
                       where o.run_id = $2 and o.row_id = v.row_id and o.op = 'create' and o.status = 'done'), '[]') as "createdOn"
       from rows.row_version v where v.registry_id = $1 and v.run_id = $2 and v.row_id = any($3::uuid[])`,
    [place.registryId, place.runId, rowIds],
  );
  return rows;
}

/** The rows that a run changed, created or deleted. */
export async function rowsOfRun(
  client: RowClient,
  place: { readonly registryId: string; readonly runId: string },
): Promise<string[]> {
  const { rows } = await client.query<{ row_id: string }>(
    "select distinct row_id from rows.row_version where registry_id = $1 and run_id = $2",
    [place.registryId, place.runId],
  );
  return rows.map((row) => row.row_id);
}

/** Whether a run changed, created or deleted a row. */
export async function hasChangedRows(
  client: RowClient,
  place: { readonly registryId: string; readonly runId: string },
): Promise<boolean> {
  const { rowCount } = await client.query(
    "select from rows.row_version where registry_id = $1 and run_id = $2 limit 1",
    [place.registryId, place.runId],
  );
  return rowCount === 1;
}

/** The rows whose state at a moment differs from what they are now, and the rows that were there then. */
export async function rowsChangedSince(client: RowClient, registryId: string, at: Date): Promise<string[]> {
  const { rows } = await client.query<{ row_id: string }>(
    "select distinct row_id from rows.row_version where registry_id = $1 and at > $2",
    [registryId, at],
  );
  return rows.map((row) => row.row_id);
}

export interface PastRow {
  readonly rowId: string;
  /** Null = it was deleted then. A row that was not there yet has no line. */
  readonly cells: Cells | null;
}

/** These rows as they were at a moment. */
export async function rowsAt(
  client: RowClient,
  place: { readonly registryId: string; readonly at: Date },
  rowIds: readonly string[],
): Promise<PastRow[]> {
  const { rows } = await client.query<PastRow>(
    `select distinct on (row_id) row_id as "rowId", cells from rows.row_version
      where registry_id = $1 and row_id = any($3::uuid[]) and at <= $2 order by row_id, version desc`,
    [place.registryId, place.at, rowIds],
  );
  return rows;
}

/** One row in one of its versions; null = there is no such version. */
export async function rowVersion(
  client: RowClient,
  place: { readonly registryId: string; readonly rowId: string },
  version: number,
): Promise<{ readonly cells: Cells | null } | null> {
  const { rows } = await client.query<{ cells: Cells | null }>(
    "select cells from rows.row_version where registry_id = $1 and row_id = $2 and version = $3",
    [place.registryId, place.rowId, version],
  );
  return rows[0] ?? null;
}

/** The version that a row had at a moment; null = it was not there yet. */
export async function versionAt(
  client: RowClient,
  place: { readonly registryId: string; readonly rowId: string },
  at: Date,
): Promise<number | null> {
  const { rows } = await client.query<{ version: number | null }>(
    "select max(version) as version from rows.row_version where registry_id = $1 and row_id = $2 and at <= $3",
    [place.registryId, place.rowId, at],
  );
  return rows[0]?.version ?? null;
}

/** The rows that a plan would write to. */
export async function rowsOfPlan(client: RowClient, runId: string): Promise<string[]> {
  const { rows } = await client.query<{ row_id: string }>(
    "select distinct row_id from rows.plan where run_id = $1",
    [runId],
  );
  return rows.map((row) => row.row_id);
}

export interface PlanSource {
  readonly sideId: string;
  /** Rows of the plan that changed here: linked, and not written to by the plan. */
  readonly rows: number;
}

/** The sides whose edits or losses a plan would carry to the others, the one with most rows first. */
export async function planSources(
  client: RowClient,
  place: { readonly registryId: string; readonly runId: string },
): Promise<PlanSource[]> {
  const { rows } = await client.query<PlanSource>(
    `select l.side_id as "sideId", count(*) as rows
       from (select distinct row_id from rows.plan where run_id = $1) touched
       join rows.link l on l.registry_id = $2 and l.row_id = touched.row_id
      where not exists (select from rows.plan p where p.run_id = $1 and p.row_id = l.row_id and p.side_id = l.side_id)
      group by 1 order by 2 desc, 1`,
    [place.runId, place.registryId],
  );
  return rows;
}
