import type { RowClient } from "../row-store";
import type { FlowLine, LatencyLine } from "./flow";

/** In steps of whole hours, counted from midnight UTC. */
export interface FlowScope {
  readonly registryId: string;
  readonly since: Date;
  readonly stepHours: number;
}

const STEP = "date_bin(make_interval(hours => $3), hour, '2000-01-01 00:00:00+00')";

/** Histograms by direction and hour, each at the beginning of its step; whoever asks merges them. */
export async function listLatency(
  client: RowClient,
  scope: FlowScope,
): Promise<(LatencyLine & { readonly at: Date })[]> {
  const { rows } = await client.query<LatencyLine & { at: Date }>(
    `select from_side as "fromSide", to_side as "toSide", told, counts, ${STEP} as at
       from rows.latency where registry_id = $1 and hour >= $2`,
    [scope.registryId, scope.since, scope.stepHours],
  );
  return rows;
}

/** The same of all registries of the organization. */
export async function listAllLatency(client: RowClient, since: Date): Promise<Pick<LatencyLine, "counts">[]> {
  const { rows } = await client.query<Pick<LatencyLine, "counts">>(
    `select l.counts from public.registry r join rows.latency l on l.registry_id = r.id and l.hour >= $1`,
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
