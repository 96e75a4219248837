import type { Value } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import type { PendingChoice } from "./browse-conflicts";

/** People's choices on conflicts that wait, and on the losers of those that do not. */

/** A plan that will be carried out, or may be, has settled the conflict already: a choice would come too late. */
const SETTLING = `exists (
  select from rows.conflict p join public.run r on r.id = p.run_id
   where p.registry_id = c.registry_id and p.row_id = c.row_id and p.kind = c.kind and p.field = c.field
     and p.provisional and p.resolved and r.kind in ('sync', 'restore', 'undo') and r.status in ('running', 'held'))`;

const WAITING = "c.kind = 'cell' and not c.resolved and not c.provisional and c.fingerprint is not null";

/** Keeps a choice on a conflict that waits; false if it was settled, or is being, since it was looked at. */
export async function keepChoice(client: RowClient, id: string, choice: PendingChoice): Promise<boolean> {
  const { rowCount } = await client.query(
    `update rows.conflict c set choice = $2 where c.id = $1 and ${WAITING} and not ${SETTLING}`,
    [id, JSON.stringify(choice)],
  );
  return rowCount === 1;
}

/** Takes a choice back; false if there is none, or a plan has taken it in. */
export async function dropChoice(client: RowClient, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `update rows.conflict c set choice = null where c.id = $1 and ${WAITING} and c.choice is not null and not ${SETTLING}`,
    [id],
  );
  return rowCount === 1;
}

/** Takes back the order for one cell; false if there is none, or a plan has taken it in. */
export async function dropWish(
  client: RowClient,
  { registryId, rowId, field }: { registryId: string; rowId: string; field: string },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update rows.wish w set cells = w.cells - $3::text
      where w.registry_id = $1 and w.row_id = $2 and w.cells ? $3::text
        and not exists (select from public.run r where r.id = w.run_id and r.status in ('running', 'held'))`,
    [registryId, rowId, field],
  );
  await client.query(
    "delete from rows.wish where registry_id = $1 and row_id = $2 and cells = '{}' and not keep",
    [registryId, rowId],
  );
  return rowCount === 1;
}

/** Which conflicts a choice for many is for: those that wait on these fields. Choices made before it stand. */
export interface ManyConflicts {
  readonly registryId: string;
  readonly fields: readonly string[];
  /** Of them only these; null = all. */
  readonly ids: readonly string[] | null;
  /** Whose value; null = the value before. */
  readonly sideId: string | null;
}

const MANY = `c.registry_id = $1 and ${WAITING} and not ${SETTLING} and c.choice is null
  and ($2::uuid[] is null or c.id = any($2::uuid[])) and c.field = any($3::text[])`;

/** The side's value as an object, so that no value and the value null stay apart. */
const VALUE = `case when $4::text is null then jsonb_build_object('value', c.detail->'base')
  else (select jsonb_build_object('value', e->'value') from jsonb_array_elements(c.detail->'candidates') e
         where e->>'sideId' = $4 limit 1) end`;

const given = ({ registryId, ids, fields, sideId }: ManyConflicts) => [registryId, ids, fields, sideId];

export interface ManyCount {
  /** Conflicts that wait, and of these the ones on which the side has a value. */
  readonly matched: number;
  readonly choosable: number;
}

export async function countMany(client: RowClient, many: ManyConflicts): Promise<ManyCount> {
  const { rows } = await client.query<ManyCount>(
    `select count(*) as matched, count(${VALUE}) as choosable from rows.conflict c where ${MANY}`,
    given(many),
  );
  return rows[0] ?? { matched: 0, choosable: 0 };
}

export interface ChosenConflict {
  readonly id: string;
  readonly rowId: string;
  readonly key: string;
  readonly field: string;
  readonly before: Value;
  readonly candidates: readonly { readonly sideId: string; readonly value: Value }[];
  readonly value: Value;
}

/** The first of them by key, as they would be decided. */
export async function previewMany(
  client: RowClient,
  many: ManyConflicts,
  size: number,
): Promise<ChosenConflict[]> {
  const { rows } = await client.query<ChosenConflict>(
    `select * from (
       select c.id, c.row_id as "rowId", c.key, c.field, c.detail->'base' as before, c.detail->'candidates' as candidates,
              ${VALUE} as chosen from rows.conflict c where ${MANY}) found
      where chosen is not null order by key, id limit $5`,
    [...given(many), size],
  );
  return rows.map(withValue);
}

/** Keeps the choice on the next of them, at most `size`; none = that was all. */
export async function keepMany(
  client: RowClient,
  many: ManyConflicts,
  { size, ...choice }: Pick<PendingChoice, "side" | "by" | "at"> & { readonly size: number },
): Promise<ChosenConflict[]> {
  const { rows } = await client.query<ChosenConflict>(
    `with next as (
       select * from (select c.id, ${VALUE} as chosen from rows.conflict c where ${MANY} order by c.id) found
        where chosen is not null limit $5)
     update rows.conflict u set choice = $6::jsonb || next.chosen from next where u.id = next.id
     returning u.id, u.row_id as "rowId", u.key, u.field, u.detail->'base' as before, u.detail->'candidates' as candidates,
               next.chosen`,
    [...given(many), size, JSON.stringify(choice)],
  );
  return rows.map(withValue);
}

/** A decision on many at once: whose, and the moment that all of its choices bear. */
export interface ManyDecided {
  readonly registryId: string;
  readonly fields: readonly string[];
  readonly by: PendingChoice["by"];
  readonly at: string;
}

const MADE = `c.registry_id = $1 and c.field = any($2::text[]) and c.choice->'by' = $3::jsonb and c.choice->>'at' = $4`;

const madeBy = ({ registryId, fields, by, at }: ManyDecided) => [registryId, fields, JSON.stringify(by), at];

/** Takes back the choices of a decision on many that wait still. */
export async function dropMany(
  client: RowClient,
  made: ManyDecided,
): Promise<Omit<ChosenConflict, "value">[]> {
  const { rows } = await client.query<Omit<ChosenConflict, "value">>(
    `update rows.conflict c set choice = null where ${MADE} and ${WAITING} and not ${SETTLING}
     returning c.id, c.row_id as "rowId", c.key, c.field, c.detail->'base' as before, c.detail->'candidates' as candidates`,
    madeBy(made),
  );
  return rows;
}

/** How many choices of a decision on many stand: a run has taken them in. */
export async function countMade(client: RowClient, made: ManyDecided): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from rows.conflict c where ${MADE}`,
    madeBy(made),
  );
  return rows[0]?.count ?? 0;
}

function withValue(row: ChosenConflict & { readonly chosen?: { readonly value: Value } }): ChosenConflict {
  const { chosen, ...rest } = row;
  return { ...rest, value: chosen?.value ?? null };
}
