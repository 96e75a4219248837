import type { RowClient } from "../row-store";

/** Somebody whose value stands in a conflict, by the side's own id. */
export interface Editor {
  readonly sideId: string;
  readonly by: string;
}

export interface NamedEditor extends Editor {
  readonly name: string;
}

interface Place {
  readonly registryId: string;
  readonly runId: string;
}

/** The run's conflicts, and those that wait for a person. */
const CONCERNED = "c.registry_id = $1 and c.kind = 'cell' and (c.run_id = $2 or not c.resolved)";

/** The most frequent first. */
export async function unnamedEditors(
  client: RowClient,
  { registryId, runId }: Place,
  { sideIds, size }: { readonly sideIds: readonly string[]; readonly size: number },
): Promise<Editor[]> {
  const { rows } = await client.query<Editor>(
    `select e->>'sideId' as "sideId", e->>'by' as by
       from rows.conflict c, jsonb_array_elements(c.detail->'candidates') e
      where ${CONCERNED} and e->>'by' is not null and e->>'person' is null and e->>'sideId' = any($3::text[])
      group by 1, 2 order by count(*) desc, 1, 2 limit $4`,
    [registryId, runId, sideIds, size],
  );
  return rows;
}

export async function nameCandidates(
  client: RowClient,
  { registryId, runId }: Place,
  named: readonly NamedEditor[],
): Promise<void> {
  if (named.length === 0) return;
  await client.query(
    `update rows.conflict c set detail = jsonb_set(c.detail, '{candidates}', (
       select jsonb_agg(case when n.name is null then e.own else e.own || jsonb_build_object('person', n.name) end order by e.at)
         from jsonb_array_elements(c.detail->'candidates') with ordinality as e(own, at)
         left join jsonb_to_recordset($3::jsonb) as n("sideId" text, by text, name text)
           on n."sideId" = e.own->>'sideId' and n.by = e.own->>'by'))
      where ${CONCERNED} and exists (
        select from jsonb_array_elements(c.detail->'candidates') e
          join jsonb_to_recordset($3::jsonb) as n("sideId" text, by text) on n."sideId" = e->>'sideId' and n.by = e->>'by')`,
    [registryId, runId, JSON.stringify(named)],
  );
}
