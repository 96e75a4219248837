import "server-only";
import { registryOf } from "@/lib/db/proposal";
import type { RegistryDefinition } from "@/lib/db/registries";
import type { RunChange } from "@/lib/db/run-progress";
import type { LoadedRun, RunStore, RunTransaction } from "@/lib/db/run-store";
import type { RunCounts, RunPhase, StoredRun } from "@/lib/db/runs";
import { advance } from "@/lib/engine/run-advance";
import { nextAction, type RunEvent, statusOf } from "@/lib/engine/run-state";
import { AppError } from "@/lib/errors";
import { newUuid } from "@/lib/ids";
import type { Actor, Entry } from "@/lib/ledger/envelope";
import type { EndedAccess } from "@/lib/reach/find-ended-access";
import { CallMeter } from "./call-meter";
import type { RunHost } from "./host";
import type { RunProgress } from "./progress";
import { OpenSides } from "./sides";

/** A worker that is silent for this long has lost the registry to the next one; while it lives it says so by beats. */
const LEASE_SECONDS = 20;
const BEAT_MS = 6_000;

/** What one step did: the event that moves the run on, and what is stored with it. */
export interface Step {
  readonly event: RunEvent | null;
  readonly progress?: RunProgress;
  readonly change?: Omit<RunChange, "progress" | "phases">;
  readonly entries?: readonly Entry[];
  /** Provider calls it cost. */
  readonly requests?: number;
}

/**
 * One worker's turn at a run, under the registry's lease. Everything durable goes through `commit`: rows, the run's
 * place and its ledger entries in one transaction that an outdated worker cannot complete.
 */
export class RunSession {
  readonly sides: OpenSides;
  /** What `leftRuns` has found; null = not asked under this lease. */
  left: readonly LoadedRun[] | null = null;
  private held: RunProgress;
  private phases: readonly RunPhase[];
  private changed: NonNullable<Step["change"]> = {};

  readonly run: StoredRun;
  readonly registry: RegistryDefinition;
  private readonly stopBeats: () => void;

  /** When this turn began: the first phase begins then. */
  private readonly openedAt: Date;
  private readonly meter: CallMeter;
  /** What the turns before this one have waited for systems, in ms. */
  private readonly waitedBefore: number;

  private constructor(
    private readonly host: RunHost,
    { run, registry }: LoadedRun,
    private readonly epoch: number,
    private readonly clock: () => Date,
  ) {
    this.openedAt = clock();
    this.run = run;
    this.registry = registryOf(registry, run);
    const { waitsSince, ...progress } = run.progress as unknown as RunProgress;
    this.held = progress;
    this.phases = run.phases;
    this.meter = new CallMeter(() => host.clock().getTime());
    const waited = waitsSince === undefined ? 0 : Math.max(0, this.openedAt.getTime() - waitsSince);
    this.waitedBefore = (progress.waitedMs ?? 0) + waited;
    this.sides = new OpenSides(host.connect, this.registry, this.meter);
    this.stopBeats = host.every(BEAT_MS, () => this.beat());
  }

  /** Null while another run has the registry. Throws AppError `not-found` for a run that does not exist. */
  static async open(host: RunHost, runId: string): Promise<RunSession | null> {
    const { run } = await loaded(host.store, runId);
    const lease = { registryId: run.registryId, runId, seconds: LEASE_SECONDS, holder: newUuid() };
    const epoch = await host.store.transact((tx) => tx.takeLease(lease));
    if (epoch === null) return null;
    // Read after the lease: what another worker did under it is seen.
    return new RunSession(host, await loaded(host.store, runId), epoch, await databaseClock(host));
  }

  /** The database's time, which is everybody's: this process may be minutes off. */
  now(): Date {
    return this.clock();
  }

  /** How long the run has waited for its systems so far, in ms. */
  get waitedMs(): number {
    return this.waitedBefore + this.meter.ms;
  }

  get organizationId(): string {
    return this.host.organizationId;
  }

  get planOf(): RunHost["planOf"] {
    return this.host.planOf;
  }

  get store(): RunStore {
    return this.host.store;
  }

  get progress(): RunProgress {
    return this.held;
  }

  /** The run's columns as of the last commit. */
  get counts(): RunCounts {
    return this.changed.counts ?? this.run.counts;
  }

  get planHash(): string | null {
    return this.changed.planHash ?? this.run.planHash;
  }

  get error(): StoredRun["error"] {
    const { error } = this.changed as { readonly error?: StoredRun["error"] };
    return error === undefined ? this.run.error : error;
  }

  get brakeMessage(): string | null {
    const brakes = (this.changed.brakes as StoredRun["brakes"] | undefined) ?? this.run.brakes;
    return brakes[0]?.message ?? null;
  }

  get actor(): Actor {
    return this.run.trigger as Actor;
  }

  /** `work` moves rows and says what happened; it, the run's new place and the entries commit together or not at all. */
  async commit(work: (tx: RunTransaction) => Promise<Step>): Promise<void> {
    const [progress, phases, change] = await this.store.transact(async (tx) => {
      const { run } = this;
      await tx.holdFence(this.lease);
      const step = await work(tx);
      const before = { ...(step.progress ?? this.held), waitedMs: this.waitedMs };
      const after = step.event ? { ...before, state: advance(before.state, step.event) } : before;
      const now = this.now();
      const noted = notePhase(this.phases, nextAction(this.held.state).kind, {
        progress: after,
        requests: step.requests ?? 0,
        now,
        openedAt: this.openedAt,
      });
      await tx.changeRun(run.id, {
        status: statusOf(after.state),
        ...step.change,
        progress: after,
        phases: noted,
      });
      await tx.recordRows(step.entries ?? [], now);
      return [after, noted, step.change] as const;
    });
    this.held = progress;
    this.phases = phases;
    this.changed = { ...this.changed, ...change };
  }

  /** Stores something of the run that moves it nowhere; `change` = what of its columns that was. */
  async keep(
    work: (tx: RunTransaction) => Promise<void>,
    change: NonNullable<Step["change"]> = {},
  ): Promise<void> {
    await this.store.transact(async (tx) => {
      await tx.holdFence(this.lease);
      await work(tx);
    });
    this.changed = { ...this.changed, ...change };
  }

  /** Keeps the lease while a call of a system takes long. One that fails is the next commit's affair. */
  private async beat(): Promise<void> {
    await this.store.transact((tx) => tx.holdFence(this.lease)).catch(() => {});
  }

  /** What this worker holds its registry by; whoever took it over has another epoch. */
  get lease() {
    const { registry, run, epoch } = this;
    return { registryId: registry.id, runId: run.id, epoch, seconds: LEASE_SECONDS };
  }

  /** The first of the registry's connections whose access is over, as it is known; null = none. */
  endedAccess(connectionIds = this.connectionIds): Promise<EndedAccess | null> {
    return this.host.endedAccess(connectionIds);
  }

  /** After a system refused something: whether it refuses the connection itself, which is then noted. */
  async refusedAccess(connectionIds = this.connectionIds): Promise<EndedAccess | null> {
    await this.host.noteRefusals(connectionIds);
    return this.host.endedAccess(connectionIds);
  }

  private get connectionIds(): readonly string[] {
    return this.registry.sides.map(({ connectionId }) => connectionId);
  }

  /** Leaves the registry to the next run: this one has nothing to do now. */
  release(): Promise<void> {
    return this.store.transact((tx) => tx.releaseLease(this.lease));
  }

  /** Ends the turn: another worker may go on with the run. */
  async close(): Promise<void> {
    this.stopBeats();
    await this.sides.close();
    // What fails here ends by itself with the lease.
    await this.store.transact((tx) => tx.endTurn(this.registry.id, this.epoch)).catch(() => {});
  }
}

/** An answer that took longer says too little of what time it is now; it is asked for again. */
const SLOW_MS = 1_000;
const TRIES = 3;

/** The host's clock set by the database's: how long something takes it tells, what time it is it may not know. */
async function databaseClock(
  { store, clock }: Pick<RunHost, "store" | "clock">,
  tries = TRIES,
): Promise<() => Date> {
  const own = clock().getTime();
  const at = Date.parse(await store.transact((tx) => tx.transactionTime()));
  if (tries > 1 && clock().getTime() - own > SLOW_MS) return databaseClock({ store, clock }, tries - 1);
  return () => new Date(at + clock().getTime() - own);
}

async function loaded(store: RunStore, runId: string): Promise<LoadedRun> {
  const found = await store.load(runId);
  if (!found) throw new AppError("not-found", "There is no such run.");
  return found;
}

/** A phase begins where the one before ended, but not before a person had decided on the plan. */
const startOf = (before: RunPhase | undefined, openedAt: string): string =>
  before?.finishedAt && before.finishedAt > openedAt ? before.finishedAt : openedAt;

/** The phases of a run as people see them: the action's name, begun at its first step, ended when another follows. */
function notePhase(
  phases: readonly RunPhase[],
  name: string,
  step: {
    readonly progress: RunProgress;
    readonly requests: number;
    readonly now: Date;
    readonly openedAt: Date;
  },
): readonly RunPhase[] {
  const at = step.now.toISOString();
  const current = phases.at(-1);
  const isOver = nextAction(step.progress.state).kind !== name;
  if (current?.name === name && current.finishedAt === null) {
    const same = { ...current, requests: current.requests + step.requests, finishedAt: isOver ? at : null };
    return [...phases.slice(0, -1), same];
  }
  return [
    ...phases,
    {
      name,
      startedAt: startOf(current, step.openedAt.toISOString()),
      finishedAt: isOver ? at : null,
      requests: step.requests,
    },
  ];
}
