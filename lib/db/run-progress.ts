import "server-only";
import { AppError } from "@/lib/errors";
import type { RowClient } from "./row-store";
import type { RunCounts, RunPhase, RunStatus } from "./runs";

/** What a step changes of its run; everything commits together with the rows it moved. */
export interface RunChange {
  readonly progress?: unknown;
  readonly status?: RunStatus;
  readonly planHash?: string | null;
  readonly counts?: RunCounts;
  readonly phases?: readonly RunPhase[];
  readonly brakes?: readonly unknown[];
  readonly error?: unknown;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
  readonly expiresAt?: Date | null;
  /** Takes a person's decision back. */
  readonly decidedBy?: null;
}

export interface Lease {
  readonly registryId: string;
  readonly runId: string;
  /** How long the worker may be silent. */
  readonly seconds: number;
}

/**
 * Takes the registry's lease for a worker on a run and raises the epoch; null while another run has it, or another
 * worker has this run in hand: two that write at once would make a record twice where a system cannot compare and set.
 * Whoever worked under an older epoch cannot write any more.
 */
export async function takeLease(
  client: RowClient,
  { registryId, runId, seconds, holder }: Lease & { readonly holder: string },
): Promise<number | null> {
  const { rows } = await client.query<{ epoch: number }>(
    `update public.registry
        set epoch = epoch + 1, lease_run_id = $2, lease_holder = $4, lease_until = now() + make_interval(secs => $3)
      where id = $1 and (lease_run_id is null or lease_until < now() or (lease_run_id = $2 and lease_holder is null))
      returning epoch`,
    [registryId, runId, seconds, holder],
  );
  return rows[0]?.epoch ?? null;
}

/** The run goes on to have the registry; any worker may go on with it. */
export async function endTurn(client: RowClient, registryId: string, epoch: number): Promise<void> {
  await client.query("update public.registry set lease_holder = null where id = $1 and epoch = $2", [
    registryId,
    epoch,
  ]);
}

/** The registry is free for any run; a lease that another worker has taken since stays his. */
export async function releaseLease(
  client: RowClient,
  { registryId, runId, epoch }: Omit<Lease, "seconds"> & { readonly epoch: number },
): Promise<void> {
  await client.query(
    `update public.registry set lease_run_id = null, lease_holder = null, lease_until = null
      where id = $1 and lease_run_id = $2 and epoch = $3`,
    [registryId, runId, epoch],
  );
}

/**
 * Renews the lease and holds the registry still until the transaction ends; throws AppError `stale` if another
 * worker has taken it, or if the organization is being deleted: no step of a run is kept from then on.
 */
export async function holdFence(client: RowClient, lease: Lease & { readonly epoch: number }): Promise<void> {
  const renewed = await client.query(
    `update public.registry set lease_until = now() + make_interval(secs => $4)
      where id = $1 and lease_run_id = $2 and epoch = $3
        and not exists (select from public.organization o where o.id = organization_id and o.closing_since is not null)`,
    [lease.registryId, lease.runId, lease.epoch, lease.seconds],
  );
  if (renewed.rowCount !== 1) {
    throw new AppError("stale", "Another worker has taken this run over; this one stops without writing.");
  }
}

const COLUMNS: Record<keyof RunChange, string> = {
  progress: "progress",
  status: "status",
  planHash: "plan_hash",
  counts: "counts",
  phases: "phases",
  brakes: "brakes",
  error: "error",
  startedAt: "started_at",
  finishedAt: "finished_at",
  expiresAt: "expires_at",
  decidedBy: "decided_by",
};
const JSON_COLUMNS = new Set<string>(["progress", "counts", "phases", "brakes", "error"]);

export async function changeRun(client: RowClient, runId: string, change: RunChange): Promise<void> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined) as [
    keyof RunChange,
    unknown,
  ][];
  const sets = entries.map(([name], at) => `${COLUMNS[name]} = $${at + 2}`);
  const values = entries.map(([name, value]) => (JSON_COLUMNS.has(name) ? JSON.stringify(value) : value));
  await client.query(`update public.run set ${["touched_at = now()", ...sets].join(", ")} where id = $1`, [
    runId,
    ...values,
  ]);
}

export interface RegistryChange {
  readonly state: string;
  readonly reason: string | null;
}

export async function changeRegistryState(
  client: RowClient,
  registryId: string,
  change: RegistryChange,
): Promise<void> {
  await client.query("update public.registry set state = $2, state_reason = $3 where id = $1", [
    registryId,
    change.state,
    change.reason,
  ]);
}

export interface RegistryOutcome extends RegistryChange {
  readonly runId: string;
  readonly rowCount: number | null;
  readonly at: Date;
  readonly nextRunAt: Date | null;
  /** Runs that failed one after the other, this one included. */
  readonly failures: number;
  /** The request to decide on every row that was met; null = as before. */
  readonly rechecked: number | null;
  /** What the plan was made under; null = as before. */
  readonly baseline: unknown;
}

/** What a closed run leaves on its registry. */
export async function closeRegistryRun(
  client: RowClient,
  registryId: string,
  outcome: RegistryOutcome,
): Promise<void> {
  await client.query(
    `update public.registry set state = $2, state_reason = $3, last_run_id = $4, last_run_at = $5, next_run_at = $6,
            row_count = coalesce($7, row_count), failures = $8, rechecked = greatest(rechecked, $9),
            baseline = coalesce($10, baseline) where id = $1`,
    [
      registryId,
      outcome.state,
      outcome.reason,
      outcome.runId,
      outcome.at,
      outcome.nextRunAt,
      outcome.rowCount,
      outcome.failures,
      outcome.rechecked,
      outcome.baseline === null ? null : JSON.stringify(outcome.baseline),
    ],
  );
}

/** When a registry is due again after a run that wrote nothing. A draft also says why that run failed, or nothing. */
export async function scheduleRegistry(
  client: RowClient,
  registryId: string,
  next: { readonly nextRunAt: Date | null; readonly failures: number; readonly reason: string | null },
): Promise<void> {
  await client.query(
    `update public.registry set next_run_at = $2, failures = $3,
            state_reason = case when state = 'draft' then $4 else state_reason end where id = $1`,
    [registryId, next.nextRunAt, next.failures, next.reason],
  );
}

/**
 * When the last run that looked at everything began to look: rows unchanged then are known to be so. Not one that lost
 * what it had seen.
 */
export async function lastCompleteLook(client: RowClient, registryId: string): Promise<number | null> {
  const { rows } = await client.query<{ at: Date | null }>(
    `select max(started_at) as at from public.run
      where registry_id = $1 and kind = 'sync' and status in ('done', 'done-with-issues')
        and not coalesce((progress->>'stagingLost')::boolean, false)`,
    [registryId],
  );
  return rows[0]?.at?.getTime() ?? null;
}

export interface Superseded {
  readonly id: string;
  readonly trigger: unknown;
  readonly progress: unknown;
}

/** Held plans of the registry that this run's plan takes the place of. */
export async function supersedeHeldRuns(
  client: RowClient,
  registryId: string,
  runId: string,
  at: Date,
): Promise<Superseded[]> {
  const { rows } = await client.query<Superseded>(
    `update public.run set status = 'stopped', finished_at = $3,
            error = json_build_object('kind', 'stale', 'message', 'A newer plan took the place of this one.', 'remedy', null),
            progress = jsonb_set(jsonb_set(progress::jsonb, '{state,phase}', '"closed"'), '{state,reason}', '"superseded"')
      where registry_id = $1 and id <> $2 and status = 'held' returning id, trigger, progress`,
    [registryId, runId, at],
  );
  return rows;
}
