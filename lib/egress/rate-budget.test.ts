import { describe, expect, test } from "vitest";
import { type Bucket, GROWTH, type Lane, PACE } from "./rate-budget";
import { BudgetModel } from "./rate-budget.test-kit";

const START = Date.parse("2026-11-29T10:00:00Z");
const bucket = (change: Partial<Bucket> = {}): Bucket => ({
  ...{ id: "b", perMinute: 60, mostPerMinute: 60, isShared: false },
  ...change,
});
const asker = (lane: Lane, party = "p") => ({ party, lane });

/** Takes calls until there is none; how many that were. */
function drain(model: BudgetModel, of: Bucket, lane: Lane, party: string, now: number): number {
  let count = 0;
  while ([...model.reserve([of], asker(lane, party), now).values()][0] === 0) count += 1;
  return count;
}

describe("a bucket", () => {
  test("gives a third of a minute's calls at once, then one after another", () => {
    const model = new BudgetModel();
    expect(drain(model, bucket(), "interactive", "p", START)).toBe(19);
    const wait = [...model.reserve([bucket()], asker("interactive"), START).values()][0] ?? 0;
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(1000 / PACE);
    expect(drain(model, bucket(), "interactive", "p", START + wait)).toBe(1);
  });

  test("keeps a fifth of that for people who wait", () => {
    const model = new BudgetModel();
    expect(drain(model, bucket(), "background", "p", START)).toBe(15);
    expect(drain(model, bucket(), "interactive", "p", START)).toBe(4);
  });

  test("without a number stalls and never runs out", () => {
    const model = new BudgetModel();
    const nameless = bucket({ perMinute: null, mostPerMinute: null });
    for (let call = 0; call < 1000; call += 1)
      expect(model.reserve([nameless], asker("background"), START).get("b")).toBe(0);
    model.stall(nameless, { retryAfterMs: 90_000, isPace: true }, START);
    expect(model.reserve([nameless], asker("interactive"), START + 1).get("b")).toBe(89_999);
  });
});

describe("organizations that share a bucket", () => {
  const shared = bucket({ perMinute: 300, mostPerMinute: 300, isShared: true });

  test("leave calls to those that have had less than their share", () => {
    const model = new BudgetModel();
    model.reserve([shared], asker("background", "light"), START);
    const greedy = drain(model, shared, "background", "greedy", START);
    expect(greedy).toBeGreaterThan(45);
    expect(drain(model, shared, "background", "greedy", START)).toBe(0);
    expect(drain(model, shared, "background", "light", START)).toBeGreaterThan(15);
  });

  test("with demand all have as much as each other, whoever began", () => {
    const model = new BudgetModel();
    const had = new Map<string, number>();
    for (let now = START; now < START + 600_000; now += 50) {
      for (const party of ["first", "second", "third"]) {
        if (party !== "first" && now < START + 120_000) continue;
        if (model.reserve([shared], asker("background", party), now).get("b") !== 0) continue;
        if (now >= START + 180_000) had.set(party, (had.get(party) ?? 0) + 1);
      }
    }
    const [least, , most] = [...had.values()].toSorted((one, other) => one - other);
    expect(most).toBeGreaterThan(600);
    expect((most ?? 0) / (least ?? 1)).toBeLessThan(1.1);
  });
});

describe("the rate", () => {
  const learning = bucket({ perMinute: 180, mostPerMinute: 600 });

  test("grows with calls while there is demand, up to the most, and not in idle times", () => {
    const model = new BudgetModel();
    for (let call = 0; call < 500; call += 1)
      model.reserve([learning], asker("background"), START + call * 1000);
    expect(model.stateOf(learning).perMinute).toBe(180);
    const later = START + 600_000;
    for (let now = later; now < later + 300_000; now += 20)
      model.reserve([learning], asker("background"), now);
    expect(model.stateOf(learning).perMinute).toBe(600);
  });

  test("shrinks once for refusals of the same moment, never below a tenth, and not for trouble", () => {
    const model = new BudgetModel();
    model.stall(learning, { retryAfterMs: 5_000, isPace: true }, START);
    model.stall(learning, { retryAfterMs: 9_000, isPace: true }, START + 20);
    expect(model.stateOf(learning)).toMatchObject({ perMinute: 0.7 * 180, stalledUntil: START + 9_020 });
    model.stall(learning, { retryAfterMs: 1, isPace: false }, START + 20_000);
    expect(model.stateOf(learning).perMinute).toBe(0.7 * 180);
    for (let step = 1; step < 30; step += 1)
      model.stall(learning, { retryAfterMs: 1, isPace: true }, START + 20_000 + step * 10);
    expect(model.stateOf(learning).perMinute).toBe(18);
  });

  test("comes back with as many calls as a minute had", () => {
    expect(GROWTH * 60).toBe(1);
  });
});

test.each([
  [null, 60_000],
  [7_000, 7_000],
])("a refusal that names %s ms stalls for %i", (retryAfterMs, stalled) => {
  const model = new BudgetModel();
  model.stall(bucket(), { retryAfterMs, isPace: true }, START);
  expect(model.reserve([bucket()], asker("interactive"), START).get("b")).toBe(stalled);
});

test("one that names no time stalls until the next full minute", () => {
  const model = new BudgetModel();
  model.stall(bucket(), { retryAfterMs: null, isPace: true }, START + 55_000);
  expect(model.reserve([bucket()], asker("interactive"), START + 55_000).get("b")).toBe(5_000);
});
