import { AsyncLocalStorage } from "node:async_hooks";
import type { EventEmitter } from "node:events";
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import type { Call, Failure, Fault } from "./fault";

const running = new AsyncLocalStorage<Worker>();

/** The worker whose code asks, dead ones included; null = nobody's code, such as the matrix's own. */
export const currentWorker = (): Worker | null => running.getStore() ?? null;

/** One call on its way: how it is carried out, and what the worker learns of it. */
export interface Wire {
  /** Resolves when the server has done it, well or not; the answer is held back. */
  send(): Promise<void>;
  deliver(): void;
  /** Lets the worker see a failure instead of the answer, whether or not it was sent. */
  fail(how: Failure): Promise<void>;
}

/** What a worker holds that the system takes from a process that dies. */
interface Held {
  readonly sockets: Set<{ readonly emitter: EventEmitter; destroy(): void }>;
  readonly timers: Set<NodeJS.Timeout>;
}

export type Life<T> =
  | { readonly kind: "answer"; readonly value: T }
  | { readonly kind: "thrown"; readonly error: unknown }
  | { readonly kind: "killed" };

/**
 * One process of ours, pretended: its calls go out one at a time and are numbered from 1, and one of them may meet a
 * fault. Once dead nothing of it runs on: what it waits for never settles, and what it still tries is swallowed.
 */
export class Worker {
  readonly trace: Call[] = [];
  dead = false;
  /** Whether the fault has happened. */
  met = false;
  readonly held: Held = { sockets: new Set(), timers: new Set() };
  private turn: Promise<unknown> = Promise.resolve();
  private readonly death = Promise.withResolvers<void>();

  constructor(
    private readonly fault: Fault | null,
    /** What people do at the moment of the fault. */
    private readonly meanwhile: () => Promise<void> = async () => {},
  ) {}

  async live<T>(work: () => Promise<T>): Promise<Life<T>> {
    const done = running.run(this, work).then(
      (value): Life<T> => ({ kind: "answer", value }),
      (error: unknown): Life<T> => ({ kind: "thrown", error }),
    );
    return Promise.race([done, this.death.promise.then((): Life<T> => ({ kind: "killed" }))]);
  }

  /** Carries out one call when its turn comes. Never settles for a worker that is dead by then. */
  async pass(call: Call, wire: Wire): Promise<void> {
    const before = this.turn;
    const own = Promise.withResolvers<void>();
    this.turn = own.promise;
    await before;
    if (this.dead) return forever();
    const fault = this.trace.push(call) === this.fault?.index ? this.fault : null;
    if (fault) await this.meet(fault, wire);
    else {
      await wire.send();
      if (!this.dead) wire.deliver();
    }
    // Whoever has waited for the answer asks on before the next one in line is let through: so the order is always the same.
    await turnOfTheLoop();
    await turnOfTheLoop();
    own.resolve();
  }

  private async meet({ mode, failure }: Fault, wire: Wire): Promise<void> {
    this.met = true;
    if (mode.endsWith("after")) await wire.send();
    await running.exit(() => this.meanwhile());
    if (mode.startsWith("kill")) return this.die();
    await wire.fail(mode === "timeout-after" ? "timeout" : failure);
  }

  private die(): void {
    this.dead = true;
    for (const timer of this.held.timers) clearTimeout(timer);
    for (const { emitter, destroy } of this.held.sockets) {
      emitter.emit = () => false;
      destroy();
    }
    this.death.resolve();
  }
}

export const forever = (): Promise<never> => new Promise(() => {});
