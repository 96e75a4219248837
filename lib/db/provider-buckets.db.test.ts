import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bucket, Lane } from "@/lib/egress/rate-budget";
import { BudgetModel } from "@/lib/egress/rate-budget.test-kit";
import { newUuid } from "@/lib/ids";
import { type ControlPlane, openControlPlane } from "./control-plane.test-kit";
import { providerBudgets, reserveCalls, stallCalls, sweepProviderBuckets } from "./provider-buckets";

let plane: ControlPlane;
let owner: pg.Client;

beforeAll(async () => {
  plane = await openControlPlane();
  owner = new pg.Client({ connectionString: plane.ownerUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await plane.close();
});

const START = Date.parse("2026-11-29T10:00:17Z");
const bucket = (change: Partial<Bucket> = {}): Bucket => ({
  ...{ id: newUuid(), perMinute: 180, mostPerMinute: 600, isShared: false },
  ...change,
});
const NOBODY = { party: "nobody", lane: "interactive" } as const;
const waits = async (buckets: readonly Bucket[], now: number | null = null, asker = NOBODY) =>
  Object.fromEntries((await reserveCalls(buckets, asker, now)).map((each) => [each.id, each.waitMs]));

test("the database does the arithmetic of rate-budget.ts, whatever is asked and when", async () => {
  const own = bucket();
  const all = bucket({ perMinute: 300, mostPerMinute: 300, isShared: true });
  const nameless = bucket({ perMinute: null, mostPerMinute: null });
  const model = new BudgetModel();
  const lanes: Lane[] = ["interactive", "background", "background"];
  let now = START;
  let granted = 0;
  // A fixed sequence without a pattern: bursts, pauses, refusals, and a clock that once goes back.
  for (let step = 1; step <= 800; step += 1) {
    now += step === 500 ? -5_000 : ((step * 7919) % 23) * (step % 400 < 300 ? 4.3 : 110.7);
    const asker = { party: `party ${(step * 31) % 7}`, lane: lanes[step % 3] ?? "background" };
    const asked = step % 5 === 0 ? [all] : [all, own, nameless];
    if (step % 97 === 0) {
      const refusal = { retryAfterMs: step % 2 === 0 ? null : 1234.5, isPace: step % 4 !== 0 };
      const refusing = [own, all, nameless][step % 3] ?? own;
      model.stall(refusing, refusal, now);
      await stallCalls(refusing, refusal, now);
    }
    const expected = model.reserve(asked, asker, now);
    const answer = await reserveCalls(asked, asker, now);
    expect(Object.fromEntries(answer.map(({ id, waitMs: ms }) => [id, ms])), `step ${step}`).toEqual(
      Object.fromEntries(expected),
    );
    if (answer.every(({ waitMs: ms }) => ms === 0)) granted += 1;
  }
  expect(granted).toBeGreaterThan(200);
  expect(granted).toBeLessThan(700);
});

test("of many at once, over several connections, so many get a call as the burst holds, and no more", async () => {
  const one = bucket({ perMinute: 60, mostPerMinute: 60 });
  const answers = await Promise.all(Array.from({ length: 60 }, () => waits([one], START)));
  expect(answers.filter((answer) => answer[one.id] === 0)).toHaveLength(19);
});

test("many who share buckets crosswise neither wait for ever nor take more than there is", async () => {
  const [mine, yours] = [bucket(), bucket()];
  const all = bucket({ perMinute: 60, mostPerMinute: 60, isShared: true });
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, each) =>
      reserveCalls(
        each % 2 ? [mine, all] : [all, yours],
        { party: `${each % 3}`, lane: "interactive" },
        START,
      ),
    ),
  );
  const taken = answers.filter((answer) => answer.every(({ waitMs: ms }) => ms === 0)).length;
  expect(taken).toBeGreaterThanOrEqual(15);
  expect(taken).toBeLessThanOrEqual(19);
});

test("a bucket that has none keeps the others from losing one", async () => {
  const [empty, full] = [bucket(), bucket()];
  await stallCalls(empty, { retryAfterMs: 40_000, isPace: false });
  const answer = await waits([empty, full]);
  expect(answer[empty.id]).toBeGreaterThan(39_000);
  expect(answer[full.id]).toBe(0);
  expect((await providerBudgets([full.id]))[0]?.calls).toBe(0);
  await waits([full]);
  expect((await providerBudgets([full.id]))[0]?.calls).toBeGreaterThan(0);
});

test("what a provider asks everyone to wait holds for everyone, and no shorter one ends it", async () => {
  const one = bucket();
  await stallCalls(one, { retryAfterMs: 631_000, isPace: true }, START);
  await stallCalls(one, { retryAfterMs: 1_000, isPace: true }, START + 5);
  for (const lane of ["interactive", "background"] as const)
    expect(await reserveCalls([one], { party: "p", lane }, START + 1_000)).toEqual([
      { id: one.id, waitMs: 630_000 },
    ]);
  expect(await waits([one], START + 631_000)).toEqual({ [one.id]: 0 });
});

test("calls of the last minute fade as it goes by", async () => {
  const one = bucket({ perMinute: 6000 });
  const minute = Math.ceil(START / 60_000) * 60_000;
  const callsAt = async (ms: number) => (await providerBudgets([one.id], minute + ms))[0]?.calls;
  for (let call = 0; call < 20; call += 1) await waits([one], minute - 1);
  for (let call = 0; call < 40; call += 1) await waits([one], minute + call);
  expect([await callsAt(0), await callsAt(30_000)]).toEqual([60, 50]);
  expect([await callsAt(90_000), await callsAt(120_000)]).toEqual([20, 0]);
});

test("buckets are told of to people, and forgotten an hour after anybody asked", async () => {
  const [old, busy] = [bucket(), bucket()];
  await waits([old], START);
  await waits([busy]);
  await stallCalls(busy, { retryAfterMs: 20_000, isPace: true });
  const [told] = await providerBudgets([busy.id, newUuid()]);
  expect(told).toMatchObject({ id: busy.id, perMinute: 0.7 * 180 });
  expect(told?.stalledForMs).toBeGreaterThan(10_000);
  await owner.query("update provider_bucket set seen_at = $2 where id = $1", [
    old.id,
    Date.now() - 3_700_000,
  ]);
  await sweepProviderBuckets();
  const { rows } = await owner.query("select id from provider_bucket where id = any($1)", [
    [old.id, busy.id],
  ]);
  expect(rows).toEqual([{ id: busy.id }]);
});

test("the application's role reaches the buckets through the functions only", async () => {
  const app = new pg.Client({ connectionString: plane.appUrl });
  await app.connect();
  for (const text of [
    "select * from provider_bucket",
    "delete from provider_bucket",
    "select resolve.now_ms()",
  ])
    await expect(app.query(text)).rejects.toMatchObject({ code: "42501" });
  await app.end();
});
