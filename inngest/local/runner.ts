import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { callSdk } from "./call";
import { claimCalls, renewLeases } from "./claim";
import { fireDueCrons } from "./cron";
import { dispatchDue } from "./dispatch";
import { createRunnerServer } from "./http-server";
import { type Log, reasonOf } from "./log";
import { prune } from "./prune";
import { REGISTERED, syncApp } from "./registration";
import { prepare } from "./request";
import type { RunnerSettings } from "./settings";
import { settle } from "./settle";
import { type CallTask, openStore, type Store } from "./store";
import { fireDueTimers } from "./timers";
import { Wake } from "./wake";

const BATCH = 50;
const RETRY_SYNC_MS = 500;
const PRUNE_MS = 3_600_000;

export interface Runner {
  /** Where the app sends events and registers: the app's INNGEST_BASE_URL. */
  readonly url: string;
  /** Asks the app to register again. */
  readonly resync: () => void;
  /**
   * Takes no new work, waits for calls under way while their leases are safe (two thirds of one), closes. What is left is
   * taken over later. Calling it again changes nothing.
   */
  readonly stop: () => Promise<void>;
}

/** Starts a runner on loopback. Several may share one database. Rejects if the port or the database is not there. */
export async function startRunner(settings: RunnerSettings, log: Log): Promise<Runner> {
  const store = openStore(settings.databaseUrl, log);
  await store.pool.query("SELECT 1 FROM jobs.task LIMIT 1");
  const worker = new Worker(settings, store, log);
  const { signingKey, eventKey } = settings;
  const server = createRunnerServer({ store, signingKey, eventKey, log, wake: () => worker.wake.ring() });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, "127.0.0.1", resolve);
  });
  worker.start();
  let stopped: Promise<void> | null = null;
  const stop = async () => {
    await worker.stop();
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await store.close();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    resync: () => worker.syncWake.ring(),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** The loops of one runner and the calls it has under way. */
class Worker {
  readonly wake = new Wake();
  readonly syncWake = new Wake();
  private readonly renewWake = new Wake();
  private readonly pruneWake = new Wake();
  private readonly running = new Map<string, AbortController>();
  private readonly calls = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private loops: Promise<unknown> = Promise.resolve();
  /** Calls wait until the app has registered: a call to an app that is not up would only use up attempts. */
  private appIsUp = false;
  private lastSync = "";

  constructor(
    private readonly settings: RunnerSettings,
    private readonly store: Store,
    private readonly log: Log,
  ) {}

  start(): void {
    const { settings } = this;
    this.loops = Promise.all([
      this.loop(this.wake, async () => ((await this.work()) ? 0 : settings.pollMs)),
      this.loop(this.syncWake, () => this.sync()),
      this.loop(this.renewWake, () => this.renew()),
      this.loop(this.pruneWake, async () => {
        await prune(this.store);
        return PRUNE_MS;
      }),
    ]);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const wake of [this.wake, this.syncWake, this.renewWake, this.pruneWake]) wake.ring();
    // Leases are no longer renewed: nobody else may have taken a call over while this runner still waits for it.
    const late = AbortSignal.timeout(Math.floor((this.settings.leaseMs * 2) / 3));
    late.addEventListener("abort", () => {
      for (const call of this.running.values()) call.abort();
    });
    await this.loops;
    await Promise.all(this.calls);
  }

  /** Repeats `turn`, which answers how long to rest, until the runner stops. An error is logged and rested from. */
  private async loop(wake: Wake, turn: () => Promise<number>): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let rest = 1000;
      try {
        rest = await turn();
      } catch (error) {
        this.log("the runner will try again", { reason: reasonOf(error) });
      }
      if (rest > 0 && !this.stopping.signal.aborted) await wake.rest(rest);
    }
  }

  private async sync(): Promise<number> {
    const outcome = await syncApp(this.settings, this.stopping.signal);
    if (outcome !== this.lastSync && !this.stopping.signal.aborted) this.log(outcome);
    this.lastSync = outcome;
    const up = outcome === REGISTERED;
    if (up && !this.appIsUp) this.wake.ring();
    this.appIsUp = up;
    return up ? this.settings.resyncMs : RETRY_SYNC_MS;
  }

  private async renew(): Promise<number> {
    if (this.running.size > 0) {
      const lost = await renewLeases(this.store, [...this.running.keys()], this.settings.leaseMs);
      for (const lease of lost) this.running.get(lease)?.abort();
    }
    return this.settings.leaseMs / 3;
  }

  /** One look at what is due; whether there may be more at once. */
  private async work(): Promise<boolean> {
    const due = await whatIsDue(this.store);
    let done = 0;
    if (due.events) done += await dispatchDue(this.store, this.log, BATCH);
    if (due.timers) done += await fireDueTimers(this.store, this.log, BATCH);
    if (due.crons) done += await fireDueCrons(this.store);
    const room = Math.min(BATCH, this.settings.parallelCalls - this.running.size);
    if (this.appIsUp && room > 0 && (due.calls || done > 0)) {
      const claimed = await claimCalls(this.store, { limit: room, leaseMs: this.settings.leaseMs });
      done += claimed.length;
      for (const task of claimed) this.begin(task);
    }
    return done > 0;
  }

  private begin(task: CallTask): void {
    const abort = new AbortController();
    this.running.set(task.lease, abort);
    const call: Promise<void> = this.perform(task, abort.signal)
      .catch((error: unknown) => {
        // The lease runs out and the call is made again, here or elsewhere.
        if (!abort.signal.aborted) this.log("call given up", { task: task.id, reason: reasonOf(error) });
      })
      .finally(() => {
        this.running.delete(task.lease);
        this.calls.delete(call);
        this.wake.ring();
      });
    this.calls.add(call);
  }

  /** What a step has done must not be forgotten because the database was away for a moment: tries for one lease. */
  private async keepTrying(work: () => Promise<void>): Promise<void> {
    const deadline = Date.now() + this.settings.leaseMs;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (Date.now() > deadline) throw error;
        this.log("an answer could not be recorded yet", { reason: reasonOf(error) });
        await setTimeout(200);
      }
    }
  }

  private async perform(task: CallTask, signal: AbortSignal): Promise<void> {
    const prepared = await prepare(this.store, task, this.settings.signingKey);
    if (prepared.kind === "ended") return;
    const answer = await callSdk(prepared.request, this.settings.signingKey, signal);
    if (answer.kind === "undelivered") {
      this.appIsUp = false;
      this.syncWake.ring();
    }
    await this.keepTrying(() =>
      settle(this.store, { task, fn: prepared.fn }, answer, this.settings.backoffScale),
    );
  }
}

interface Due {
  readonly events: boolean;
  readonly timers: boolean;
  readonly crons: boolean;
  readonly calls: boolean;
}

/** One cheap question, asked several times a second. */
async function whatIsDue(store: Store): Promise<Due> {
  const { rows } = await store.pool.query<Due>(
    `SELECT EXISTS (SELECT 1 FROM jobs.event WHERE dispatch_at <= now()) AS events,
            EXISTS (SELECT 1 FROM jobs.task WHERE kind <> 'call' AND due_at <= now()) AS timers,
            EXISTS (SELECT 1 FROM jobs.cron WHERE next_at <= now()) AS crons,
            EXISTS (SELECT 1 FROM jobs.task WHERE kind = 'call' AND due_at <= now()
                    AND (lease_until IS NULL OR lease_until <= now())) AS calls`,
  );
  return rows[0] ?? { events: false, timers: false, crons: false, calls: false };
}
