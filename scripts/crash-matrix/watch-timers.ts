import { promisify } from "node:util";
import { currentWorker, type Worker } from "./worker";

/** A time limit that somebody waits under, and the way to let it run out now. */
export interface Limit {
  readonly ms: number;
  expire(): void;
}

const newest = new WeakMap<Worker, Limit & { readonly at: number }>();
const newestJoined = new WeakMap<Worker, { readonly signal: AbortSignal; readonly at: number }>();
const limits = new WeakMap<AbortSignal, Limit>();
const sources = new WeakMap<AbortSignal, readonly AbortSignal[]>();

let loops = 0;

const nextLoop = (): void => {
  setImmediate(() => {
    loops += 1;
  });
};

/** The limit that the worker set in this very turn of the loop, if any: the one of the call that it makes now. */
export function limitJustSet(worker: Worker): Limit | null {
  const limit = newest.get(worker);
  return limit?.at === loops ? limit : null;
}

/** The signal that the worker put together in this very turn of the loop, if any: the one of the request that it sends now. */
export function signalJustJoined(worker: Worker): AbortSignal | null {
  const joined = newestJoined.get(worker);
  return joined?.at === loops ? joined.signal : null;
}

/** The shortest of the limits that a signal stands for, directly or through others; null = none. */
export function limitBehind(signal: AbortSignal): Limit | null {
  const found = [limits.get(signal) ?? null, ...(sources.get(signal) ?? []).map(limitBehind)];
  return found.reduce((least, limit) => (least && limit && least.ms <= limit.ms ? least : (limit ?? least)));
}

/**
 * Replaces the timers that product code uses: those of a dead worker never fire, and what a worker does again and
 * again is not done at all, for on a slow machine it would come between its calls. Answers how to undo it.
 */
export function watchTimers(): () => void {
  const { setTimeout: set, setInterval: setAgain, Request: RealRequest } = globalThis;
  const { timeout, any } = AbortSignal;

  const watchedSet = ((work: (...values: unknown[]) => void, ms = 0, ...values: unknown[]) => {
    const worker = currentWorker();
    if (!worker) return set(work, ms, ...values);
    if (worker.dead) return set(() => {}, 0);
    const { timers } = worker.held;
    const expire = () => {
      clearTimeout(timer);
      timers.delete(timer);
      work(...values);
    };
    const timer = set(expire, ms);
    timers.add(timer);
    newest.set(worker, { ms, expire, at: loops });
    nextLoop();
    return timer;
  }) as typeof globalThis.setTimeout;
  Object.assign(watchedSet, { [promisify.custom]: set[promisify.custom as never] });

  globalThis.setTimeout = watchedSet;
  globalThis.setInterval = ((work: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) => {
    const timer = setAgain(work, ms, ...values);
    if (currentWorker()) clearInterval(timer);
    return timer;
  }) as typeof globalThis.setInterval;
  AbortSignal.timeout = (ms) => {
    const worker = currentWorker();
    if (!worker) return timeout.call(AbortSignal, ms);
    const controller = new AbortController();
    const expire = () =>
      controller.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
    const timer = set(expire, ms);
    timer.unref();
    worker.held.timers.add(timer);
    limits.set(controller.signal, { ms, expire });
    return controller.signal;
  };
  AbortSignal.any = (signals) => {
    const joined = any.call(AbortSignal, signals);
    sources.set(joined, [...signals]);
    const worker = currentWorker();
    if (worker) {
      newestJoined.set(worker, { signal: joined, at: loops });
      nextLoop();
    }
    return joined;
  };
  globalThis.Request = class extends RealRequest {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(input, init);
      if (init?.signal) sources.set(this.signal, [init.signal]);
    }
  };
  return () => {
    globalThis.setTimeout = set;
    globalThis.setInterval = setAgain;
    globalThis.Request = RealRequest;
    Object.assign(AbortSignal, { timeout, any });
  };
}
