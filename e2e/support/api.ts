import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

/** A run as the REST API shows it, as far as we use it. */
export interface Run {
  readonly id: string;
  readonly status: string;
  readonly planHash: string | null;
  readonly counts: {
    readonly create: number;
    readonly update: number;
    readonly delete: number;
    readonly issue: number;
    readonly verified: number | null;
    readonly rows: number | null;
  };
  readonly brakes: readonly { readonly message: string }[];
  readonly phases: readonly { readonly name: string; readonly finishedAt: string | null }[];
  readonly error: { readonly message: string } | null;
}

const POLL_MS = 100;

/** The REST API with an API key. A refusal is an Error with the answer's words. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  async ask<T>(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return (text === "" ? null : JSON.parse(text)) as T;
  }

  startRun(registryId: string, kind = "sync"): Promise<Run> {
    return this.ask("POST", `/registries/${registryId}/runs`, { kind });
  }

  run(id: string): Promise<Run> {
    return this.ask("GET", `/runs/${id}`);
  }

  async newestRun(registryId: string): Promise<Run | undefined> {
    const page = await this.ask<{ data: readonly Run[] }>("GET", `/registries/${registryId}/runs`);
    return page.data[0];
  }

  /** The run once it is neither queued nor running. Throws when that takes longer than `patienceMs`. */
  async untilOver(id: string, patienceMs = 120_000): Promise<Run> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const run = await this.run(id);
      if (isOver(run)) return run;
      if (Date.now() > deadline) {
        const phase = run.phases.at(-1)?.name ?? "none";
        throw new Error(`the run ${id} is still ${run.status} (phase ${phase}) after ${patienceMs / 1000} s`);
      }
      await delay(POLL_MS);
    }
  }

  /** Waits for the registry's newest run: for one that a decision or an event asked for, whose id nobody was told. */
  async untilQuiet(registryId: string): Promise<void> {
    const run = await this.newestRun(registryId);
    if (run) await this.untilOver(run.id);
  }

  /** Starts a run and waits for its end. */
  async sync(registryId: string, kind = "sync"): Promise<Run> {
    return this.untilOver((await this.startRun(registryId, kind)).id);
  }
}

export const isOver = (run: Run): boolean => run.status !== "queued" && run.status !== "running";
