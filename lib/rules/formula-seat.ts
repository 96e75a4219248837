/**
 * A place for one thread that evaluates formulas, and the watch over it: an item that takes longer than its budget, or
 * more memory than the thread may have, costs the thread its life and the item its answer, and a new thread goes on
 * with the rest. The thread starts with the first batch, and holds no process open while it has none.
 */
import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/errors";
import { type FormulaBatch, NO_ITEM, OUTCOME } from "./formula-outcome.mjs";

/** Milliseconds of an item, counted in looks at the thread, so that a pause of this thread does not count. */
const LOOK_MS = 10;
const LOOKS_ALLOWED = 5;

/** After so many items of one formula the rest of its column is given up, or a batch could take hours. */
const EXCEEDED_ALLOWED = 5;

/** Threads that end before their first item are no formula's fault. */
const FALSE_STARTS_ALLOWED = 2;

const LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 };

/** What befell the items of one batch: which formula exceeded how often, and the item that gets a second try. */
interface Losses {
  readonly exceeded: number[];
  retried: number | null;
  falseStarts: number;
}

export class FormulaSeat {
  private worker: Worker | null = null;

  /** Fills in every outcome of the batch. One batch at a time. */
  async run(batch: FormulaBatch): Promise<void> {
    const losses: Losses = { exceeded: batch.expressions.map(() => 0), retried: null, falseStarts: 0 };
    for (;;) {
      const diedAt = await this.evaluate(batch);
      if (diedAt === null) break;
      blame(batch, diedAt, losses);
    }
    this.worker?.unref();
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
    this.worker = null;
  }

  /** The item at which the thread died, or null when it came to the end of the batch. */
  private evaluate(batch: FormulaBatch): Promise<number | null> {
    const worker = this.thread();
    const at = new Int32Array(batch.at);
    Atomics.store(at, 0, NO_ITEM);
    return new Promise((resolve) => {
      let overdue: number | null = null;
      const look = overdueAfter(at, (item) => {
        overdue = item;
        void worker.terminate();
      });
      const watch = setInterval(look, LOOK_MS);
      const settle = (diedAt: number | null) => {
        clearInterval(watch);
        worker.removeAllListeners("message");
        resolve(diedAt);
      };
      worker.once("message", () => settle(null));
      worker.removeAllListeners("exit").once("exit", () => {
        this.worker = null;
        settle(overdue ?? Atomics.load(at, 0));
      });
      worker.postMessage(batch);
    });
  }

  private thread(): Worker {
    if (this.worker === null) {
      const file = new URL("./formula-worker.mjs", import.meta.url);
      // No environment and no flags of this process: formulas are customers' text.
      this.worker = new Worker(file, { resourceLimits: LIMITS, env: {}, execArgv: [], argv: [] });
      // An error is followed by the exit, which is where it is dealt with.
      this.worker.on("error", () => undefined);
    }
    this.worker.ref();
    return this.worker;
  }
}

/** Calls `end` once the thread has been seen at the same item too often. */
function overdueAfter(at: Int32Array, end: (item: number) => void): () => void {
  let seen = NO_ITEM;
  let looks = 0;
  return () => {
    const item = Atomics.load(at, 0);
    if (item === NO_ITEM || item !== seen) {
      seen = item;
      looks = 0;
    } else if (++looks === LOOKS_ALLOWED) end(item);
  };
}

/**
 * The item at which the thread died gets one more try, for a busy machine may have been slow instead of the formula;
 * once a formula has exceeded for certain, its other items get none.
 */
function blame(batch: FormulaBatch, item: number, losses: Losses): void {
  if (item === NO_ITEM) {
    losses.falseStarts += 1;
    if (losses.falseStarts <= FALSE_STARTS_ALLOWED) return;
    throw new AppError("internal", "The formulas could not be evaluated: their thread does not start.");
  }
  const outcomes = new Uint8Array(batch.outcomes);
  // It was done just before the thread was ended.
  if (outcomes[item] !== OUTCOME.open) return;
  const width = batch.expressions.length;
  const formula = item % width;
  const before = losses.exceeded[formula] ?? 0;
  if (before === 0 && losses.retried !== item) {
    losses.retried = item;
    return;
  }
  outcomes[item] = OUTCOME.exceeded;
  losses.exceeded[formula] = before + 1;
  if (before + 1 < EXCEEDED_ALLOWED) return;
  for (let rest = item + width; rest < outcomes.length; rest += width) outcomes[rest] = OUTCOME.exceeded;
}
