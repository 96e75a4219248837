import { EventEmitter, once } from "node:events";
import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import type { Call, Failure, Party } from "./fault";
import { type Limit, limitBehind, signalJustJoined } from "./watch-timers";
import { currentWorker, type Wire, type Worker } from "./worker";

type OnAnswer = (answer: IncomingMessage) => void;
type Send = (url: URL, options: RequestOptions, onAnswer: OnAnswer) => ClientRequest;

export interface Providers {
  /** Whose origin it is; null = nobody's that is counted. */
  partyOf(origin: string): Extract<Party, "notion" | "google"> | null;
  /** An address where everything is answered with 502. */
  readonly badGateway: string;
}

/** Puts every request that a worker sends to a provider under its count and fault. Answers how to undo it. */
export function watchHttp(providers: Providers): () => void {
  const send = http.request as Send;
  const watched: Send = (url, options, onAnswer) => {
    const worker = currentWorker();
    const party = worker && providers.partyOf(url.origin);
    if (!worker || !party) return send(url, options, onAnswer);
    return new Exchange({ worker, send, badGateway: providers.badGateway }, callOf(party, url, options), {
      url,
      options,
      onAnswer,
    }) as unknown as ClientRequest;
  };
  http.request = watched as typeof http.request;
  syncBuiltinESMExports();
  return () => {
    http.request = send as typeof http.request;
    syncBuiltinESMExports();
  };
}

function callOf(party: Party, url: URL, { method = "GET" }: RequestOptions): Call {
  const path = url.pathname.replace(/[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f-]{20,24}|[\w-]{30,}/g, "{id}");
  const reads = method === "GET" || /\/(query|token)$/.test(path);
  return { party, name: `${method} ${path}`, lasting: !reads };
}

interface Means {
  readonly worker: Worker;
  readonly send: Send;
  readonly badGateway: string;
}

interface Asked {
  readonly url: URL;
  readonly options: RequestOptions;
  readonly onAnswer: OnAnswer;
}

/** Stands for the request while it waits for its turn; for a dead worker it does nothing. */
class Exchange extends EventEmitter implements Wire {
  private body: Buffer | undefined;
  private answer: IncomingMessage | null = null;
  private failure: Error | null = null;
  private readonly limit: Limit | null;

  constructor(
    private readonly means: Means,
    private readonly call: Call,
    private readonly asked: Asked,
  ) {
    super();
    const signal = signalJustJoined(means.worker);
    this.limit = signal && limitBehind(signal);
  }

  /** By whoever waits for the answer no longer. */
  destroy(reason?: Error): void {
    this.answer?.destroy();
    this.fall(reason ?? new Error("The request was given up"));
  }

  end(body: Buffer): void {
    this.body = body;
    if (!this.means.worker.dead) void this.means.worker.pass(this.call, this);
  }

  async send(): Promise<void> {
    await this.exchange(this.asked.url);
  }

  deliver(): void {
    if (this.failure) this.fall(this.failure);
    else if (this.answer) this.asked.onAnswer(this.answer);
  }

  async fail(how: Failure): Promise<void> {
    this.answer?.destroy();
    if (how === "refused") {
      await this.exchange(new URL(this.means.badGateway));
      this.deliver();
    } else if (how === "timeout") {
      if (!this.limit) throw new Error("a request was sent under no time limit");
      this.limit.expire();
    } else this.fall(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
  }

  private async exchange(url: URL): Promise<void> {
    const request = this.means.send(url, this.asked.options, () => {});
    this.keep(request);
    request.end(this.body);
    try {
      const [answer] = (await once(request, "response")) as [IncomingMessage];
      this.keep(answer);
      this.answer = answer;
    } catch (error) {
      this.failure = error as Error;
    }
  }

  private keep(part: EventEmitter & { destroy(): unknown }): void {
    this.means.worker.held.sockets.add({ emitter: part, destroy: () => part.destroy() });
  }

  private fall(error: Error): void {
    if (!this.means.worker.dead && this.listenerCount("error") > 0) this.emit("error", error);
  }
}
