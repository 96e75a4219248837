import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import { type ControlPlane, openControlPlane } from "./control-plane.test-kit";
import { type Bucket, sweepBuckets, takeTokens } from "./rate-buckets";

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

const START = Date.parse("2026-11-29T10:00:00Z");
const at = (ms: number): Date => new Date(START + ms);
const bucket = (burst = 10, intervalMs = 1000): Bucket => ({ id: newUuid(), burst, intervalMs });

/** GCRA as it is written down: the moment when a bucket is full again, and whether one more fits below its burst. */
class Model {
  private fullAt = 0;
  constructor(private readonly of: Bucket) {}

  take(now: number) {
    const next = Math.max(this.fullAt, now) + this.of.intervalMs;
    const isTaken = next - now <= this.of.burst * this.of.intervalMs;
    if (isTaken) this.fullAt = next;
    return { isTaken, fullInMs: this.fullAt - now };
  }
}

test("a bucket gives its burst at once, then one token each interval", async () => {
  const one = bucket(3);
  const taken = [];
  for (const ms of [0, 0, 0, 0, 999, 1000, 1000, 4000])
    taken.push((await takeTokens([one], at(ms))).map(({ isTaken, fullInMs }) => [isTaken, fullInMs])[0]);
  expect(taken).toEqual([
    [true, 1000],
    [true, 2000],
    [true, 3000],
    [false, 3000],
    [false, 2001],
    [true, 3000],
    [false, 3000],
    [true, 1000],
  ]);
});

test("it is GCRA, whatever the times", async () => {
  const one = bucket(5, 700);
  const model = new Model(one);
  let now = START;
  // A fixed sequence without a pattern: bursts, waits, and a clock that once goes back.
  for (let step = 1; step <= 200; step += 1) {
    now += step === 90 ? -2000 : ((step * 7919) % 13) * 60;
    const expected = model.take(now);
    expect(await takeTokens([one], new Date(now)), `step ${step}`).toEqual([expected]);
  }
});

test("of 20 takes at once exactly the burst goes through", async () => {
  const one = bucket(7, 60_000);
  const takes = await Promise.all(Array.from({ length: 20 }, () => takeTokens([one])));
  expect(takes.flat().filter(({ isTaken }) => isTaken)).toHaveLength(7);
});

test("20 takes at once of buckets that are shared crosswise neither wait for ever nor count wrong", async () => {
  const [mine, yours, all] = [bucket(100, 60_000), bucket(100, 60_000), bucket(13, 60_000)];
  const takes = await Promise.all(
    Array.from({ length: 20 }, (_, each) => takeTokens([each % 2 ? mine : yours, all])),
  );
  expect(takes.filter((pair) => pair.every(({ isTaken }) => isTaken))).toHaveLength(13);
});

test("a bucket that has none stops the take, and those after it lose nothing", async () => {
  const [key, organization] = [bucket(1), bucket(10)];
  expect((await takeTokens([key, organization], at(0))).map(({ isTaken }) => isTaken)).toEqual([true, true]);
  expect(await takeTokens([key, organization], at(0))).toEqual([{ isTaken: false, fullInMs: 1000 }]);
  expect(await takeTokens([organization], at(0))).toEqual([{ isTaken: true, fullInMs: 2000 }]);
});

test("the sweep forgets full buckets and no others", async () => {
  const [full, busy] = [bucket(2, 1000), bucket(2, 1000)];
  await takeTokens([full], at(0));
  await takeTokens([busy], at(500));
  await sweepBuckets(at(1000));
  const { rows } = await owner.query("select id from rate_bucket where id = any($1)", [[full.id, busy.id]]);
  expect(rows).toEqual([{ id: busy.id }]);
});

test("the application's role reaches the buckets through the functions only", async () => {
  const app = new pg.Client({ connectionString: plane.appUrl });
  await app.connect();
  for (const text of ["select * from rate_bucket", "delete from rate_bucket", "truncate rate_bucket"])
    await expect(app.query(text)).rejects.toMatchObject({ code: "42501" });
  await app.end();
});
