import type { RowClient } from "../row-store";

/** Relation cells of other registries' rows that point at rows which this plan deletes. */
export async function orphansOfPlan(
  client: RowClient,
  place: { readonly registryId: string; readonly runId: string },
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `with gone as (select row_id from rows.decision where run_id = $1 and outcome = 'deleted'),
          pointing as (
            select r.id as registry_id, f->>'id' as field from public.registry r, jsonb_array_elements(r.fields) f
             where f->>'target' = $2::text)
     select count(*) as count
       from pointing p
       join rows.base b on b.registry_id = p.registry_id
      cross join lateral jsonb_array_elements_text(
              case jsonb_typeof(b.cells->p.field) when 'array' then b.cells->p.field else '[]' end) as target(row_id)
       join gone on gone.row_id = target.row_id::uuid
      where exists (select from gone)`,
    [place.runId, place.registryId],
  );
  return rows[0]?.count ?? 0;
}

/** Registries whose relations wait for rows of this one, if the run made rows or brought them to another side. */
export async function registriesWaitingFor(
  client: RowClient,
  place: { readonly registryId: string; readonly runId: string },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select r.id from public.registry r
      where exists (select from jsonb_array_elements(r.fields) f where f->>'target' = $1::text)
        and exists (select from rows.issue i where i.registry_id = r.id and i.open
                       and i.reason in ('relation-without-row', 'relation-pending'))
        and (exists (select from rows.row_version v where v.registry_id = $1::uuid and v.run_id = $2)
          or exists (select from rows.plan p where p.run_id = $2 and p.op = 'create' and p.status = 'done'))`,
    [place.registryId, place.runId],
  );
  return rows.map((row) => row.id);
}

/** Marks registries for a run of their own. */
export async function markDirty(client: RowClient, registryIds: readonly string[]): Promise<void> {
  if (registryIds.length === 0) return;
  await client.query("update public.registry set dirty = true where id = any($1::uuid[])", [registryIds]);
}
