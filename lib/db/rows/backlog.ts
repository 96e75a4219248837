import type { RowClient } from "../row-store";

/** Writes of a run to one side that are not made yet. */
export interface Backlog {
  readonly runId: string;
  readonly sideId: string;
  /** By chunk: a side is written to chunk by chunk. */
  readonly chunks: readonly number[];
}

export async function backlogOf(client: RowClient, runIds: readonly string[]): Promise<Backlog[]> {
  const { rows } = await client.query<Backlog>(
    `select run_id as "runId", side_id as "sideId", json_agg(writes order by chunk) as chunks
       from (select run_id, side_id, chunk, count(*) as writes from rows.plan
              where run_id = any($1) and status in ('planned', 'sent', 'unknown') group by 1, 2, 3) of_chunk
      group by 1, 2`,
    [runIds],
  );
  return rows;
}
