import { describe, expect, test } from "vitest";
import type { Bucket, Lane } from "./rate-budget";
import { BudgetModel } from "./rate-budget.test-kit";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const START = Date.parse("2026-11-29T10:00:00Z");

/** What a provider says to a call: null = it answers; otherwise which bucket it refuses and for how long. */
type Answer = { readonly bucket: Bucket; readonly retryAfterMs: number | null } | null;

/** A provider's own count: a fixed window, which is whole at times of its own. */
class Window {
  private began = 0;
  admitted = 0;
  asked = 0;
  /** The most that was asked for in one window. */
  most = 0;

  constructor(
    private readonly perMinute: number,
    private readonly offset: number,
  ) {}

  isFull(now: number): boolean {
    this.turn(now);
    this.asked += 1;
    this.most = Math.max(this.most, this.asked);
    return this.admitted >= this.perMinute;
  }

  left(now: number): number {
    return this.began + MINUTE - now;
  }

  private turn(now: number): void {
    const began = Math.floor((now - this.offset) / MINUTE) * MINUTE + this.offset;
    if (began === this.began) return;
    [this.began, this.admitted, this.asked] = [began, 0, 0];
  }
}

interface Call {
  readonly party: string;
  readonly buckets: readonly Bucket[];
  readonly lane: Lane;
  readonly dueAt: number;
}

interface Hour {
  readonly sent: number;
  readonly admitted: number;
  /** From when a call was due until it was sent, by whose it was. */
  readonly waits: ReadonlyMap<string, number[]>;
}

/**
 * One hour of the clock, in its own time. `next` is what a worker does next, or null for nothing just now; the four
 * workers of each party share nothing but the buckets.
 */
function hourOf(
  workers: readonly { readonly next: (now: number) => Call | null; readonly latencyMs: number }[],
  answer: (call: Call, now: number) => Answer,
): Hour {
  const model = new BudgetModel();
  const waits = new Map<string, number[]>();
  let [sent, admitted] = [0, 0];
  const queue = workers.map((worker, at) => ({ ...worker, at: START + at * 7, call: null as Call | null }));
  for (;;) {
    const turn = queue.reduce((first, each) => (each.at < first.at ? each : first));
    const now = turn.at;
    if (now >= START + HOUR) return { sent, admitted, waits };
    turn.call ??= turn.next(now);
    if (turn.call === null || turn.call.dueAt > now) {
      turn.at = turn.call?.dueAt ?? now + 50;
      continue;
    }
    const { party, lane, buckets, dueAt } = turn.call;
    const wait = Math.max(...model.reserve(buckets, { party, lane }, now).values());
    if (wait > 0) {
      // As a timer is: never early, and late by what the process is busy with.
      turn.at = now + wait + 1 + ((now * 13) % 9);
      continue;
    }
    sent += 1;
    const said = answer(turn.call, now);
    if (said === null) {
      admitted += 1;
      waits.set(party, waits.get(party) ?? []);
      waits.get(party)?.push(now - dueAt);
      turn.call = null;
    } else model.stall(said.bucket, { retryAfterMs: said.retryAfterMs, isPace: true }, now + turn.latencyMs);
    turn.at = now + turn.latencyMs;
  }
}

const p95 = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * 0.95)] ?? Number.NaN;

describe("an hour at Google, whose project ten organizations share and one of them has a backlog", () => {
  const PROJECT: Bucket = { id: "project", perMinute: 300, mostPerMinute: 300, isShared: true };
  const userOf = (name: string): Bucket => ({
    ...{ id: `user ${name}`, perMinute: 60, mostPerMinute: 60, isShared: false },
  });
  const lights = Array.from({ length: 9 }, (_, each) => `light ${each}`);

  /** A poll of two calls every few seconds, for which nobody waits. */
  function light(party: string, everyMs: number) {
    const buckets = [PROJECT, userOf(party)];
    let due = START + everyMs;
    let second = false;
    return (): Call => {
      const call: Call = { party, buckets, lane: "background", dueAt: due };
      if (second) due += everyMs;
      second = !second;
      return call;
    };
  }

  /** Four workers for each of its eight users: 480 calls a minute if they were let. */
  const backlog = Array.from({ length: 8 }, (_, user) => userOf(`of the backlog ${user}`)).flatMap((user) =>
    Array.from({ length: 4 }, () => ({
      next: (now: number): Call => ({
        ...{ party: "backlog", buckets: [PROJECT, user], lane: "background", dueAt: now },
      }),
      latencyMs: 400,
    })),
  );

  function run(hasBacklog: boolean) {
    const project = new Window(300, 23_456);
    const users = new Map<string, Window>();
    const others = lights.map((party, each) => ({ next: light(party, 9_000 + each * 611), latencyMs: 400 }));
    const hour = hourOf([...(hasBacklog ? backlog : []), ...others], ({ buckets }, now) => {
      const own = buckets[1] as Bucket;
      const user = users.get(own.id) ?? new Window(60, 23_456);
      users.set(own.id, user);
      if (user.isFull(now)) return { bucket: own, retryAfterMs: null };
      if (project.isFull(now)) return { bucket: PROJECT, retryAfterMs: null };
      project.admitted += 1;
      user.admitted += 1;
      return null;
    });
    return { ...hour, mostInAMinute: project.most };
  }

  const busy = run(true);
  const calm = run(false);

  test("no minute holds more calls than the documented rate and a twentieth", () => {
    expect(busy.mostInAMinute).toBeLessThanOrEqual(315);
    expect(busy.sent).toBeLessThanOrEqual(60 * 300 * 1.05);
  });

  test("nearly all of the budget is used", () => {
    expect(busy.admitted / (60 * 300)).toBeGreaterThanOrEqual(0.97);
  });

  test("the others wait as if there were no backlog", () => {
    for (const party of lights) {
      const [with_, without] = [busy.waits.get(party) ?? [], calm.waits.get(party) ?? []];
      expect(with_.length).toBeGreaterThan(400);
      expect(p95(with_)).toBeLessThanOrEqual(p95(without) * 1.2);
    }
  });
});

describe.each([
  ["180 calls a minute", 180, 180],
  ["a plan that allows 600, which nobody told us", 600, 600],
])("an hour at Notion, four workers with a backlog, %s", (_what, perMinute) => {
  const own: Bucket = { id: "notion", perMinute: 180, mostPerMinute: 600, isShared: false };
  const window = new Window(perMinute, 41_000);
  // Six times an hour it has trouble of its own, and asks everyone to wait.
  const troubles = [4, 13, 22, 37, 45, 58].map((minute) => START + (minute + 0.8) * MINUTE);
  const TROUBLE_MS = 20_000;
  let sentIntoTrouble = 0;
  const hour = hourOf(
    Array.from({ length: 4 }, () => ({
      next: (now: number): Call => ({ party: "one", buckets: [own], lane: "background", dueAt: now }),
      latencyMs: 300,
    })),
    (_call, now) => {
      const trouble = troubles.find((began) => now >= began && now < began + TROUBLE_MS);
      if (trouble !== undefined) {
        sentIntoTrouble += 1;
        return { bucket: own, retryAfterMs: Math.ceil((trouble + TROUBLE_MS - now) / 1000) * 1000 };
      }
      if (window.isFull(now))
        return { bucket: own, retryAfterMs: Math.max(1, Math.ceil(window.left(now) / 1000)) * 1000 };
      window.admitted += 1;
      return null;
    },
  );

  test("no minute holds more calls than it allows and a twentieth, and Retry-After holds for all workers", () => {
    expect(window.most).toBeLessThanOrEqual(Math.floor(perMinute * 1.05));
    expect(hour.sent).toBeLessThanOrEqual(60 * perMinute * 1.05);
    // Those that were on their way when the first refusal came.
    expect(sentIntoTrouble).toBeGreaterThanOrEqual(troubles.length / 2);
    expect(sentIntoTrouble).toBeLessThanOrEqual(troubles.length * 4);
  });

  test("nearly all of what it allows is used", () => {
    const allowed = perMinute * (60 - (troubles.length * TROUBLE_MS) / MINUTE);
    expect(hour.admitted / allowed).toBeGreaterThanOrEqual(0.97);
  });
});
