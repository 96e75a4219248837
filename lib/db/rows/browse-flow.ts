import type { RowClient } from "../row-store";
import type { FlowLine, LatencyPart } from "./flow";

/** Of one registry, or of all; in steps of whole hours, counted from midnight UTC. */
export interface FlowScope {
  readonly registryId: string | null;
  readonly since: Date;
  readonly stepHours: number;
}

const STEP = "date_bin(make_interval(hours => $3), hour, '2000-01-01 00:00:00+00')";

export interface LatencyCount {
  readonly fromSide: string;
  readonly toSide: string;
  readonly part: LatencyPart;
  readonly told: boolean;
  readonly at: Date;
  readonly bucket: number;
  readonly count: number;
}

/** Histograms by direction and step. */
export async function listLatency(client: RowClient, scope: FlowScope): Promise<LatencyCount[]> {
  const { rows } = await client.query<LatencyCount>(
    `select from_side as "fromSide", to_side as "toSide", part, told, ${STEP} as at, bucket, sum(count)::int as count
       from rows.latency where hour >= $2 and registry_id = $1 group by 1, 2, 3, 4, 5, 6`,
    [scope.registryId, scope.since, scope.stepHours],
  );
  return rows;
}

/** One histogram for each part, over all registries of the organization. */
export async function sumLatency(
  client: RowClient,
  since: Date,
): Promise<{ readonly part: LatencyPart; readonly bucket: number; readonly count: number }[]> {
  const { rows } = await client.query<{ part: LatencyPart; bucket: number; count: number }>(
    `select part, bucket, sum(count)::int as count from rows.latency
      where hour >= $1 and registry_id in (select id from public.registry) group by 1, 2`,
    [since],
  );
  return rows;
}

/** What moved, by direction and step. */
export async function listFlow(
  client: RowClient,
  scope: FlowScope,
): Promise<(FlowLine & { readonly at: Date })[]> {
  const { rows } = await client.query<FlowLine & { at: Date }>(
    `select from_side as "fromSide", to_side as "toSide", ${STEP} as at, sum(done)::int as done,
            sum(failed)::int as failed
       from rows.flow where registry_id = $1 and hour >= $2 group by 1, 2, 3 order by 3`,
    [scope.registryId, scope.since, scope.stepHours],
  );
  return rows;
}

export interface RegistryFlow {
  readonly registryId: string;
  readonly at: Date;
  /** Operations, whichever way. */
  readonly done: number;
  readonly failed: number;
}

/** What moved in every registry of the organization, by the hour. */
export async function listFlowByRegistry(client: RowClient, since: Date): Promise<RegistryFlow[]> {
  const { rows } = await client.query<RegistryFlow>(
    `select registry_id as "registryId", hour as at, sum(done)::int as done, sum(failed)::int as failed
       from rows.flow where hour >= $1 and registry_id in (select id from public.registry) group by 1, 2`,
    [since],
  );
  return rows;
}
