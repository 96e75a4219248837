import type { RunKind, StoredRun } from "@/lib/db/runs";
import { NO_COUNTS, PLAIN } from "@/lib/db/runs";
import type { Direction } from "@/lib/engine/field";
import { advance } from "@/lib/engine/run-advance";
import { type RunState, startRun, statusOf } from "@/lib/engine/run-state";
import type { RunProgress } from "@/lib/sync/progress";
import type { Random } from "../chaos/random";
import { carryRun } from "./carry";
import type { VirtualClock } from "./clock";
import { openSystem } from "./connector";
import { Effects } from "./effects";
import type { Faults } from "./faults";
import { FIELD_IDS, KEY } from "./fields";
import type { History } from "./history";
import { countsOn, type SimSideOf } from "./invariants";
import { People } from "./people";
import { SIM_PLANS, simPlanOf } from "./plans";
import { madeOfNothing, untoldTwins } from "./run-claims";
import { Scheduler } from "./scheduler";
import type { SimStore } from "./sim-store";
import type { SimSystem } from "./system";
import type { Temper } from "./temper";
import type { Trace } from "./trace";
import { Worker } from "./worker";

export interface SimulationParts {
  readonly random: Random;
  readonly temper: Temper;
  readonly clock: VirtualClock;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly history: History;
  readonly store: SimStore;
  readonly sides: readonly SimSideOf[];
  readonly uuid: () => string;
}

const ENDED = { problem: "The access was revoked.", remedy: "Connect again." };

/** How much time goes by between two points of workers. */
const STEP_MS = [20, 900] as const;
const TROUBLE_MS = 4 * 60_000;
const MOST_OFF_MS = 10 * 60_000;
/** People act at most so long after each other: often within one minute; while a run is under way, within its lease. */
const GESTURE_MS = 30_000;
const BURST_MS = 2_000;

/** The systems, their people and the workers of one seed, and what they do. */
export class Simulation {
  readonly violations = new Set<string>();
  /** The organization's plan. */
  plan = "free";
  readonly people: People;
  private readonly scheduler: Scheduler;
  private readonly effects: Effects;
  private peopleRest = false;
  /** When the database crashed. */
  private readonly crashes: number[] = [];

  constructor(readonly parts: SimulationParts) {
    const { random, temper, clock, history, trace, store } = parts;
    const now = () => clock.ms;
    const counts = (system: SimSystem, field: string): boolean =>
      parts.sides.some((side) => side.system === system && countsOn(side, field));
    this.effects = new Effects(history, store, {
      counts,
      now,
      violated: (what) => this.violations.add(what),
    });
    this.people = new People(
      parts.sides.map(({ system }) => system),
      {
        random,
        temper,
        history,
        trace,
        now,
        rowOf: async (system, record) => {
          const side = parts.sides.find((one) => one.system === system);
          return store.rowOf(side?.sideId ?? "", system.locatorOf(record));
        },
        agreedOn: async (system, record) => {
          const side = parts.sides.find((one) => one.system === system);
          return store.agreedOn(side?.sideId ?? "", system.locatorOf(record));
        },
      },
    );
    this.scheduler = new Scheduler(random, clock, () => this.between());
  }

  /** Puts in a run as a schedule, a person or a webhook would. */
  async ask(kind: RunKind): Promise<string> {
    const { uuid, clock, store } = this.parts;
    const progress: RunProgress = { state: startRun(kind), sides: {} };
    const run: StoredRun = {
      ...{ id: uuid(), registryId: store.registryId, syncId: uuid(), kind, status: "queued", planHash: null },
      ...{
        trigger: { type: "system", ref: "simulation" },
        progress: progress as unknown as StoredRun["progress"],
      },
      ...{
        counts: NO_COUNTS,
        phases: [],
        brakes: [],
        request: PLAIN,
        expiresAt: null,
        decidedBy: null,
        error: null,
      },
      ...{ createdAt: clock.now(), startedAt: null, finishedAt: null },
    };
    await store.addRun(run);
    this.parts.trace.add(`a ${kind} is asked for`);
    return run.id;
  }

  /** Carries runs to where they end or wait for a person; one named twice is carried by two processes. */
  async carry(runIds: readonly string[]): Promise<void> {
    const before = await this.freshRows(runIds);
    await this.scheduler.run(
      runIds.map(
        (runId) => (name: string) =>
          carryRun(name, runId, {
            scheduler: this.scheduler,
            begin: (own) => this.begin(own),
            died: (own) => this.parts.trace.add(`${own} dies`),
          }),
      ),
    );
    for (const run of (await this.parts.store.runs()).filter(({ id }) => runIds.includes(id))) {
      this.parts.trace.add(`run ${run.kind} ${run.status} ${run.error?.message ?? ""}`);
      if (!run.status.startsWith("done")) continue;
      for (const what of madeOfNothing(run, this.crashes)) this.violations.add(what);
      if (run.kind === "sync")
        for (const what of await untoldTwins(run, this.parts)) this.violations.add(what);
    }
    if (before !== null) await this.requireRoom(before, runIds);
  }

  /**
   * There are no more rows than the plan holds, or than there were, but for deletes that made room and did not come off.
   * Of two runs one may lose the registry and go on later with rows that the other did not know of: see SPEC's residuals.
   */
  private async requireRoom(before: number, runIds: readonly string[]): Promise<void> {
    const limit = simPlanOf(this.plan).rows;
    if (limit === null || runIds.length > 1) return;
    const after = await this.rowCount();
    const runs = (await this.parts.store.runs()).filter(({ id }) => runIds.includes(id));
    const deletes = runs.reduce((sum, { counts }) => sum + counts.delete, 0);
    if (after > Math.max(limit, before) + deletes)
      this.violations.add(`${after} rows were made of ${before}, although the plan holds ${limit}`);
  }

  /**
   * How many rows there are before runs that plan under the plan of now and commit nothing but what they plan; null where
   * one of them, or the last one, had planned before.
   */
  private async freshRows(runIds: readonly string[]): Promise<number | null> {
    const runs = await this.parts.store.runs();
    const isFresh = runs.every(({ id, startedAt, status }) =>
      runIds.includes(id) ? startedAt === null : status.startsWith("done") || startedAt === null,
    );
    return isFresh ? this.rowCount() : null;
  }

  private rowCount = async (): Promise<number> => (await this.parts.store.rows()).length;

  /** A person approves the plan with this hash, or rejects the run's plan; whether that was taken. */
  async decide(runId: string, decision: { readonly planHash: string } | null): Promise<boolean> {
    const { store } = this.parts.store;
    const loaded = await store.load(runId);
    if (loaded?.run.status !== "held") return false;
    const progress = loaded.run.progress as unknown as RunProgress;
    const event = decision ? ({ kind: "approved", ...decision } as const) : ({ kind: "rejected" } as const);
    const state: RunState = advance(progress.state, event);
    if (state === progress.state) return false;
    const change = { progress: { ...progress, state }, status: statusOf(state) };
    await store.transact((tx) => tx.changeRun(runId, change));
    this.parts.trace.add(`person ${event.kind}`);
    return true;
  }

  /** The organization is given another plan, or the same again. */
  async changePlan(): Promise<void> {
    const { random, store, trace } = this.parts;
    this.plan = random.pick(SIM_PLANS);
    await store.setPlan(this.plan);
    trace.add(`the plan is ${this.plan}`);
  }

  /** So many gestures, each at most so long after the one before. */
  async peopleAct(gestures: number, withinMs = GESTURE_MS): Promise<void> {
    const { random, clock } = this.parts;
    for (let left = gestures; left > 0; left -= 1) {
      await this.people.act();
      clock.advance(random.between(0, withinMs));
    }
  }

  /** Somebody connects again what has ended and would be let in now; the runs that waited for it go on. */
  async reconnect(): Promise<void> {
    const { sides, clock, store, trace } = this.parts;
    const ended = sides.filter(({ system }) => system.isEnded);
    const isLetIn = ended.every(({ system }) => clock.ms >= system.revokedUntil);
    if (ended.length === 0 || !isLetIn) return;
    trace.add("person connects again");
    for (const { system } of ended) system.isEnded = false;
    const open = (await store.runs()).filter(({ finishedAt, status }) => !finishedAt && status !== "held");
    await this.carry(open.map(({ id }) => id));
  }

  rest(): void {
    this.peopleRest = true;
  }

  private begin(name: string) {
    const { random, clock, faults, trace, store, sides } = this.parts;
    const worker = new Worker(name, {
      faults,
      scheduler: this.scheduler,
      store: store.store,
      crashDatabase: async () => {
        trace.add("the database crashes");
        this.crashes.push(clock.ms);
        await store.crash();
      },
    });
    const { effects } = this;
    const offMs = faults.strikes("clock-off") ? random.between(-MOST_OFF_MS, MOST_OFF_MS) : 0;
    const around = { clock, offMs, faults, trace, effects, pause: worker.pause, mayDie: worker.mayDie };
    const connect = async (connectionId: string) => {
      const side = sides.find((one) => one.connectionId === connectionId);
      if (!side) throw new Error("no such connection");
      return openSystem(side.system, around);
    };
    return {
      worker,
      host: {
        organizationId: store.organizationId,
        store: worker.store,
        planOf: simPlanOf,
        connect,
        clock: () => new Date(clock.ms + offMs),
        noteRefusals: async () => {
          for (const { system } of sides) system.isEnded ||= clock.ms < system.revokedUntil;
        },
        endedAccess: async () => (sides.some(({ system }) => system.isEnded) ? ENDED : null),
        every: () => () => {},
      },
    };
  }

  /** Between two steps of workers: time goes by, people do something, systems get into trouble. */
  private async between(): Promise<void> {
    const { random, temper, clock, faults, sides, store, trace } = this.parts;
    clock.advance(random.between(...STEP_MS));
    if (!this.peopleRest && random.next() < temper.gesture)
      await this.peopleAct(random.between(1, 3), BURST_MS);
    if (faults.isHealed) return;
    const { system } = random.pick(sides);
    if (faults.strikes("revoked")) system.revokedUntil = clock.ms + TROUBLE_MS;
    if (faults.strikes("column-dropped")) {
      const field = random.pick(FIELD_IDS.filter((id) => id !== KEY));
      system.droppedUntil.set(field, clock.ms + TROUBLE_MS);
    }
    if (faults.strikes("mapping-changed")) await this.turnField();
    if (!faults.strikes("settings-changed")) return;
    trace.add("the settings are changed");
    await store.changeSettings({
      conflict: random.pick(["last-write-wins", "hash", "authority"]),
      deletes: random.pick(["propagate", "hold"]),
    });
  }

  /** One field of one side goes its own way at a time: another one does once that is like all others again. */
  private async turnField(): Promise<void> {
    const { random, sides, store, trace } = this.parts;
    const odd = sides.flatMap((side) =>
      Object.entries(side.directions).flatMap(([field, way]) => (way === "both" ? [] : [{ side, field }])),
    );
    const chosen = {
      side: random.pick(sides),
      field: random.pick(FIELD_IDS.filter((id) => id !== KEY)),
      direction: random.pick<Direction>(["in", "out", "off"]),
    };
    const { side, field, direction } = odd[0] ? { ...odd[0], direction: "both" as const } : chosen;
    if (!(await store.redirect({ sideId: side.sideId, field, direction }))) return;
    trace.add(`${field} goes ${direction} on ${side.system.traits.name}`);
    side.directions[field] = direction;
    side.turned.add(field);
  }
}
