import type { RowClient } from "../row-store";
import type { EditSources } from "./plan-store";

/** Operations from one side to another; the same side twice = a person's order, made on no side. */
export interface FlowLine {
  readonly fromSide: string;
  readonly toSide: string;
  readonly done: number;
  readonly failed: number;
}

/** total = from the edit to its acknowledgement; wait = for the run and for people; theirs = for the systems; ours = the rest. */
export type LatencyPart = "total" | "wait" | "theirs" | "ours";

/** Durations from one side to another. */
export interface LatencyLine {
  readonly fromSide: string;
  readonly toSide: string;
  /** Counted from the time that the side told of the edit; false = from when it was first seen. */
  readonly told: boolean;
  /** By part and bucket of lib/engine/latency-buckets.ts, as `latencyKey` writes them. */
  readonly counts: Readonly<Record<string, number>>;
}

export const latencyKey = (part: LatencyPart, bucket: number): string => `${part} ${bucket}`;

const ORG = "nullif(current_setting('app.org', true), '')::uuid";
const HOUR = "date_trunc('hour', now(), 'UTC')";

/** Adds to the counts of this hour. No two lines are of the same direction, and no two of latency also of the same `told`. */
export async function addFlow(
  client: RowClient,
  registryId: string,
  { flow, latency }: { readonly flow: readonly FlowLine[]; readonly latency: readonly LatencyLine[] },
): Promise<void> {
  await client.query(
    `insert into rows.flow as f (organization_id, registry_id, hour, from_side, to_side, done, failed)
     select ${ORG}, $1, ${HOUR}, l."fromSide", l."toSide", l.done, l.failed
       from json_to_recordset($2) as l("fromSide" uuid, "toSide" uuid, done int, failed int)
     on conflict (organization_id, registry_id, hour, from_side, to_side)
       do update set done = f.done + excluded.done, failed = f.failed + excluded.failed`,
    [registryId, JSON.stringify(flow)],
  );
  if (latency.length === 0) return;
  await client.query(
    `insert into rows.latency as f (organization_id, registry_id, hour, from_side, to_side, told, counts)
     select ${ORG}, $1, ${HOUR}, l."fromSide", l."toSide", l.told, l.counts
       from json_to_recordset($2) as l("fromSide" uuid, "toSide" uuid, told boolean, counts jsonb)
     on conflict (organization_id, registry_id, hour, from_side, to_side, told)
       do update set counts = rows.add_counts(f.counts, excluded.counts)`,
    [registryId, JSON.stringify(latency)],
  );
}

export interface PlaceOfRow {
  readonly rowId: string;
  readonly sideId: string;
}

/** Where rows that a side did not take from earlier runs were edited: those that no run has written there since. */
export async function earlierSources(
  client: RowClient,
  runId: string,
  places: readonly PlaceOfRow[],
): Promise<(PlaceOfRow & { readonly sources: EditSources })[]> {
  const { rows } = await client.query<PlaceOfRow & { sources: EditSources }>(
    `select w.row_id as "rowId", w.side_id as "sideId", last.sources
       from unnest($2::uuid[], $3::uuid[]) as w(row_id, side_id)
       cross join lateral (
         select p.sources, p.status from rows.plan p
          where p.row_id = w.row_id and p.side_id = w.side_id and p.run_id < $1
            and (p.status = 'done' or (p.sources is not null and p.status in ('stale', 'refused', 'dropped')))
          order by p.run_id desc limit 1) last
      where last.status <> 'done'`,
    [runId, places.map(({ rowId }) => rowId), places.map(({ sideId }) => sideId)],
  );
  return rows;
}

/** Lines by the hour from before then are put together by the day; what is older than that other moment goes. */
export async function foldFlow(
  client: RowClient,
  { before, forgotten }: { readonly before: Date; readonly forgotten: Date },
): Promise<void> {
  await client.query("delete from rows.flow where hour < $1", [forgotten]);
  await client.query("delete from rows.latency where hour < $1", [forgotten]);
  await client.query(
    `with old as (delete from rows.flow where hour < $1 and hour <> ${DAY} returning *)
     insert into rows.flow as f (organization_id, registry_id, hour, from_side, to_side, done, failed)
     select organization_id, registry_id, ${DAY}, from_side, to_side, sum(done), sum(failed) from old
      group by 1, 2, 3, 4, 5
     on conflict (organization_id, registry_id, hour, from_side, to_side)
       do update set done = f.done + excluded.done, failed = f.failed + excluded.failed`,
    [before],
  );
  await client.query(
    `with old as (delete from rows.latency where hour < $1 and hour <> ${DAY} returning *)
     insert into rows.latency as f (organization_id, registry_id, hour, from_side, to_side, told, counts)
     select organization_id, registry_id, ${DAY}, from_side, to_side, told, rows.sum_counts(counts) from old
      group by 1, 2, 3, 4, 5, 6
     on conflict (organization_id, registry_id, hour, from_side, to_side, told)
       do update set counts = rows.add_counts(f.counts, excluded.counts)`,
    [before],
  );
}

const DAY = "date_trunc('day', hour, 'UTC')";
