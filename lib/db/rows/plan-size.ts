import type { RowClient } from "../row-store";

/** How much a plan would write to one side. */
export interface PlanSize {
  readonly sideId: string;
  readonly creates: number;
  readonly updates: number;
  readonly deletes: number;
  /** Cells that the updates change. */
  readonly cells: number;
  /** Writes by chunk: a side is written to chunk by chunk. */
  readonly chunks: readonly number[];
}

export async function planSizes(client: RowClient, runId: string): Promise<PlanSize[]> {
  const { rows } = await client.query<PlanSize>(
    `select side_id as "sideId", sum(creates)::int as creates, sum(updates)::int as updates, sum(deletes)::int as deletes,
            sum(cells)::int as cells, json_agg(writes order by chunk) as chunks
       from (select side_id, chunk, count(*) as writes, count(*) filter (where op = 'create') as creates,
                    count(*) filter (where op = 'update') as updates, count(*) filter (where op = 'delete') as deletes,
                    coalesce(sum((select count(*) from jsonb_object_keys(cells))) filter (where op = 'update'), 0) as cells
               from rows.plan where run_id = $1 group by 1, 2) of_chunk
      group by 1`,
    [runId],
  );
  return rows;
}

/** Conflicts of a run by the rule that decides them, or would; a run's own plan counts, carried out or not. */
export async function conflictsByRule(
  client: RowClient,
  runId: string,
): Promise<{ readonly rule: string; readonly resolved: boolean; readonly count: number }[]> {
  const { rows } = await client.query<{ rule: string; resolved: boolean; count: number }>(
    `select decided_by as rule, resolved, count(*) as count from rows.conflict
      where run_id = $1 group by 1, 2 order by 3 desc, 1`,
    [runId],
  );
  return rows;
}
