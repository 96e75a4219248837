import pg from "pg";
import type { Call } from "./fault";
import { Asking, Connecting, type Done, innerOf, type Submittable, Submitting } from "./postgres-wire";
import { limitJustSet } from "./watch-timers";
import { currentWorker, forever, type Wire, type Worker } from "./worker";

const owners = new WeakMap<pg.Client, Worker>();

/**
 * Puts every query and every connecting of every `pg` client that a worker opens under that worker's count and fault.
 * `ours` is the name of our own database; all others are customers'. Answers how to undo it.
 */
export function watchPostgres(ours: string): () => void {
  const prototype = pg.Client.prototype as unknown as Record<
    "connect" | "query",
    (...values: never[]) => unknown
  >;
  const { connect, query } = prototype;
  prototype.connect = function (this: pg.Client, done?: Done) {
    const worker = currentWorker();
    const open = () => (connect as () => Promise<unknown>).call(this);
    if (!worker) return done ? (connect as (done: Done) => void).call(this, done) : open();
    if (worker.dead) return forever();
    owners.set(this, worker);
    const { stream } = innerOf(this).connection;
    worker.held.sockets.add({ emitter: stream, destroy: () => stream.destroy() });
    return passed(
      worker,
      callOf(this, ours, "connect"),
      done,
      (settle) => new Connecting(this, open, settle),
    );
  };
  prototype.query = function (this: pg.Client, config: unknown, values?: unknown, last?: Done) {
    const worker = owners.get(this) ?? currentWorker();
    const ask = (text: unknown, given?: unknown) =>
      (query as (...all: unknown[]) => Promise<unknown>).call(this, text, given);
    if (!worker) return (query as (...all: unknown[]) => unknown).call(this, config, values, last);
    if (worker.dead || currentWorker()?.dead) return isSubmittable(config) ? config : forever();
    const call = callOf(this, ours, textOf(config));
    const limit = call.party === "theirs" ? limitJustSet(worker) : null;
    if (isSubmittable(config)) {
      void worker.pass(call, new Submitting({ client: this, ask, limit }, config));
      return config;
    }
    const done = [values, last].find((each): each is Done => typeof each === "function");
    const given = typeof values === "function" ? undefined : values;
    return passed(
      worker,
      call,
      done,
      (settle) => new Asking({ client: this, ask, limit }, () => ask(config, given), settle),
    );
  };
  return () => Object.assign(prototype, { connect, query });
}

/** The driver's two forms: a callback, or a promise. */
function passed(
  worker: Worker,
  call: Call,
  done: Done | undefined,
  wireOf: (settle: Done) => Wire,
): Promise<unknown> | undefined {
  if (done) {
    void worker.pass(call, wireOf(done));
    return undefined;
  }
  return new Promise((resolve, reject) => {
    const settle: Done = (error, result) => (error ? reject(error) : resolve(result));
    void worker.pass(call, wireOf(settle));
  });
}

const isSubmittable = (config: unknown): config is Submittable =>
  typeof (config as Submittable | null)?.submit === "function";

const textOf = (config: unknown): string =>
  typeof config === "string" ? config : ((config as { text?: string }).text ?? "");

function callOf(client: pg.Client, ours: string, text: string): Call {
  const name = text.replace(/\s+/g, " ").trim().slice(0, 70);
  const party = innerOf(client).database === ours ? "ours" : "theirs";
  return { party, name, lasting: /^commit\b/i.test(name) };
}
