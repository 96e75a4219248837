import type { SandboxHandler, SandboxRequest } from "@/sandbox/server";
import type { Around } from "../providers";

/** A moment among the requests of a run: the `nth` that matches, before it takes effect or before its answer leaves. */
export interface Moment {
  readonly provider: "notion" | "google" | null;
  readonly writesOnly: boolean;
  readonly nth: number;
  readonly when: "before" | "after";
}

interface Waiting {
  readonly moment: Moment;
  readonly act: () => Promise<void>;
  left: number;
}

const WRITE = /^(?:PATCH|PUT|DELETE) |^POST \/v1\/pages$|:(?:batchUpdate|append|batchClear|clear)$/;

/**
 * What people do in the middle of our requests. The providers' own schedules do this for a gesture whose place is known
 * beforehand; here a person looks first, so that a row is found where it then is, in any of the three places.
 */
export class Moments {
  private waiting: Waiting[] = [];

  readonly around: Around = (provider, handle) => async (request) => {
    const due = this.meet(provider, request);
    await act(due, "before");
    const answer = await (handle as (one: SandboxRequest) => ReturnType<SandboxHandler>)(request);
    await act(due, "after");
    return answer;
  };

  add(moment: Moment, act: () => Promise<void>): void {
    this.waiting.push({ moment, act, left: moment.nth });
  }

  clear(): void {
    this.waiting = [];
  }

  /** Does now what no request came for. */
  async end(): Promise<void> {
    const left = this.waiting;
    this.waiting = [];
    for (const { act } of left) await act();
  }

  private meet(provider: "notion" | "google", { method, url }: SandboxRequest): readonly Waiting[] {
    const isWrite = WRITE.test(`${method} ${url.pathname}`);
    const matching = this.waiting.filter(
      ({ moment }) => (moment.provider ?? provider) === provider && (isWrite || !moment.writesOnly),
    );
    for (const one of matching) one.left -= 1;
    this.waiting = this.waiting.filter(({ left }) => left > 0);
    return matching.filter(({ left }) => left === 0);
  }
}

async function act(due: readonly Waiting[], when: Moment["when"]): Promise<void> {
  for (const one of due) if (one.moment.when === when) await one.act();
}
