import { AppError } from "@/lib/errors";
import type { Entry } from "@/lib/ledger/envelope";
import type { RegistryChange, RegistryOutcome, RunChange, Superseded } from "../../run-progress";
import { type MemoryClient, registryOf } from "./client";
import { dateOf, momentOf, textOfMoment } from "./moment";
import { storedJson } from "./stored-json";
import { type RegistryRow, type RunRow, WHOLE } from "./tables";

interface Lease {
  readonly registryId: string;
  readonly runId: string;
  readonly seconds: number;
}

const untilOf = (client: MemoryClient, seconds: number) => client.at + seconds * 1_000_000;

export function takeLease(client: MemoryClient, lease: Lease & { readonly holder: string }): number | null {
  const registry = registryOf(client, lease.registryId);
  if (!registry) return null;
  const { leaseRunId, leaseUntil, leaseHolder } = registry;
  const isFree = leaseRunId === null || (leaseRunId === lease.runId && leaseHolder === null);
  if (!isFree && !(leaseUntil !== null && leaseUntil < client.at)) return null;
  const epoch = registry.epoch + 1;
  client.tables.registry.update(registry, {
    epoch,
    leaseRunId: lease.runId,
    leaseHolder: lease.holder,
    leaseUntil: untilOf(client, lease.seconds),
  });
  return epoch;
}

export function endTurn(client: MemoryClient, registryId: string, epoch: number): void {
  const registry = registryOf(client, registryId);
  if (registry?.epoch === epoch) client.tables.registry.update(registry, { leaseHolder: null });
}

export function releaseLease(
  client: MemoryClient,
  { registryId, runId, epoch }: Omit<Lease, "seconds"> & { readonly epoch: number },
): void {
  const registry = registryOf(client, registryId);
  if (registry?.leaseRunId !== runId || registry.epoch !== epoch) return;
  client.tables.registry.update(registry, { leaseRunId: null, leaseHolder: null, leaseUntil: null });
}

export function holdFence(client: MemoryClient, lease: Lease & { readonly epoch: number }): void {
  const registry = registryOf(client, lease.registryId);
  if (registry?.leaseRunId !== lease.runId || registry.epoch !== lease.epoch) {
    throw new AppError("stale", "Another worker has taken this run over; this one stops without writing.");
  }
  client.tables.registry.update(registry, { leaseUntil: untilOf(client, lease.seconds) });
}

export function changeRun(client: MemoryClient, runId: string, change: RunChange): void {
  const run = client.tables.run.get(WHOLE, runId);
  if (!run) return;
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const columns = given.map(([name, value]) => [
    name,
    value instanceof Date ? momentOf(value) : storedJson(value),
  ]);
  client.tables.run.update(run, {
    ...(Object.fromEntries(columns) as Partial<RunRow>),
    touchedAt: client.at,
  });
}

function changeRegistry(client: MemoryClient, registryId: string, change: Partial<RegistryRow>): void {
  const registry = registryOf(client, registryId);
  if (registry) client.tables.registry.update(registry, change);
}

export const changeRegistryState = (client: MemoryClient, registryId: string, change: RegistryChange): void =>
  changeRegistry(client, registryId, { state: change.state, stateReason: change.reason });

export function closeRegistryRun(client: MemoryClient, registryId: string, outcome: RegistryOutcome): void {
  const registry = registryOf(client, registryId);
  if (!registry) return;
  client.tables.registry.update(registry, {
    state: outcome.state,
    stateReason: outcome.reason,
    lastRunId: outcome.runId,
    lastRunAt: momentOf(outcome.at),
    nextRunAt: outcome.nextRunAt && momentOf(outcome.nextRunAt),
    rowCount: outcome.rowCount ?? registry.rowCount,
    failures: outcome.failures,
    rechecked: Math.max(registry.rechecked, outcome.rechecked ?? registry.rechecked),
    baseline: storedJson(outcome.baseline as RegistryRow["baseline"]) ?? registry.baseline,
  });
}

export function scheduleRegistry(
  client: MemoryClient,
  registryId: string,
  next: { readonly nextRunAt: Date | null; readonly failures: number; readonly reason: string | null },
): void {
  const registry = registryOf(client, registryId);
  if (!registry) return;
  client.tables.registry.update(registry, {
    nextRunAt: next.nextRunAt && momentOf(next.nextRunAt),
    failures: next.failures,
    stateReason: registry.state === "draft" ? next.reason : registry.stateReason,
  });
}

export function lastCompleteLook({ tables }: MemoryClient, registryId: string): number | null {
  const begun = tables.run.of(WHOLE).flatMap(({ registryId: own, kind, status, startedAt, progress }) => {
    const isDone = kind === "sync" && (status === "done" || status === "done-with-issues");
    const isComplete = isDone && (progress as { stagingLost?: boolean }).stagingLost !== true;
    return own === registryId && isComplete && startedAt !== null ? [startedAt] : [];
  });
  return begun.length === 0 ? null : dateOf(Math.max(...begun)).getTime();
}

export function supersedeHeldRuns(
  { tables }: MemoryClient,
  registryId: string,
  runId: string,
  at: Date,
): Superseded[] {
  const held = tables.run
    .of(WHOLE)
    .filter((run) => run.registryId === registryId && run.id !== runId && run.status === "held");
  for (const run of held) {
    tables.run.update(run, {
      status: "stopped",
      finishedAt: momentOf(at),
      error: storedJson({
        kind: "stale",
        message: "A newer plan took the place of this one.",
        remedy: null,
      }),
      progress: storedJson(superseded(run.progress)),
    });
  }
  return held.map(({ id, trigger, progress }) => ({ id, trigger, progress: superseded(progress) }));
}

/** `jsonb_set` makes the last member of its path and none before it. */
function superseded(progress: RunRow["progress"]): RunRow["progress"] {
  if (typeof progress !== "object" || progress === null || Array.isArray(progress)) return progress;
  const { state } = progress;
  if (typeof state !== "object" || state === null || Array.isArray(state)) return progress;
  return { ...progress, state: { ...state, phase: "closed", reason: "superseded" } };
}

export const transactionTime = ({ at }: MemoryClient): string => textOfMoment(at);

export function recordRows({ tables }: MemoryClient, entries: readonly Entry[], at: Date): void {
  const seq = tables.entry.of(WHOLE).length;
  for (const [nth, entry] of entries.entries()) {
    tables.entry.insert({ seq: seq + nth, entry: storedJson(entry), occurredAt: momentOf(at) });
  }
}
