import { beforeEach, expect, test, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { limitAction, limitCall, limitFailure, rateLimitHeaders, standing } from "./rate-limit";
import { QUOTAS } from "./rate-limit-quotas";

const asked = vi.hoisted(() => ({
  buckets: [] as { id: string; burst: number }[][],
  fullInMs: 0,
  isTaken: true,
}));

vi.mock("@/lib/db/rate-buckets", () => ({
  takeTokens: async (buckets: { id: string; burst: number }[]) => {
    asked.buckets.push(buckets);
    return asked.isTaken
      ? buckets.map(() => ({ isTaken: true, fullInMs: asked.fullInMs }))
      : [{ isTaken: false, fullInMs: asked.fullInMs }];
  },
}));

beforeEach(() => {
  Object.assign(asked, { buckets: [], fullInMs: 0, isTaken: true });
  Object.assign(process.env, {
    DATABASE_URL: "postgres://app@127.0.0.1:1/none",
    APP_URL: "https://app.example.com",
    APP_SECRET: "s".repeat(32),
    VAULT_KEY_FILE: "none",
  });
  forgetEnv();
});

const WINDOW_MS = QUOTAS.key.seconds * 1000;
const INTERVAL_MS = WINDOW_MS / QUOTAS.key.calls;

test.each([
  ["nothing is gone", 0, QUOTAS.key.calls, 0],
  ["one is gone", INTERVAL_MS, QUOTAS.key.calls - 1, 0],
  ["half of one has come back", INTERVAL_MS / 2, QUOTAS.key.calls - 1, 0],
  ["one is left", WINDOW_MS - INTERVAL_MS, 1, 0],
  ["none is left", WINDOW_MS, 0, INTERVAL_MS],
  ["half of one has come", WINDOW_MS - INTERVAL_MS / 2, 0, INTERVAL_MS / 2],
])("%s", (_what, fullInMs, remaining, retryAfterMs) => {
  expect(standing("key", { isTaken: true, fullInMs })).toMatchObject({ remaining, retryAfterMs });
});

test("the headers name each quota, what is left of it and when it is whole", () => {
  const headers = rateLimitHeaders([
    standing("key", { isTaken: true, fullInMs: 1001 }),
    standing("organization", { isTaken: true, fullInMs: 0 }),
  ]);
  expect(headers).toEqual({
    "ratelimit-policy": '"key";q=3000;w=60, "organization";q=6000;w=60',
    ratelimit: '"key";r=2949;t=2, "organization";r=6000;t=0',
  });
});

const caller = (ref: string, organizationId = "o") =>
  ({ organizationId, actor: { type: "api-key", ref } }) as const;

test("a call counts for its key, its address and its organization, in that order; none is named", async () => {
  await limitCall(caller("key_1"), "2001:db8::1");
  await limitCall(caller("key_2"), "2001:db8::2");
  await limitCall(caller("key_1", "p"), null);
  const [first = [], second = [], third = []] = asked.buckets.map((buckets) => buckets.map(({ id }) => id));
  expect([first.length, second.length, third.length]).toEqual([3, 3, 2]);
  expect(first[0]).not.toBe(second[0]);
  expect(first.slice(1)).toEqual(second.slice(1));
  expect(new Set([...first, ...third]).size).toBe(5);
  for (const id of first) expect(id).toMatch(/^[0-9a-f]{64}$/);
});

test("an action counts for its session, its address and its organization, whatever is known of it", async () => {
  const idsOf = async (session: string | null, address: string | null, organizationId: string | null) => {
    await limitAction({ session, address, organizationId });
    return (asked.buckets.at(-1) ?? []).map(({ id, burst }) => `${burst} ${id}`);
  };
  const whole = await idsOf("s", "203.0.113.7", "o");
  expect(whole.map((bucket) => Number.parseInt(bucket, 10))).toEqual([300, 1200, 1200]);
  expect(await idsOf("s", null, "o")).toEqual([whole[0], whole[2]]);
  expect(await idsOf(null, "203.0.113.7", null)).toEqual([whole[1]]);
  const unknown = await idsOf(null, null, null);
  expect(unknown).toHaveLength(1);
  expect(whole).not.toContain(unknown[0]);
});

test("a refusal says in words when to try again", async () => {
  const { calls, seconds } = QUOTAS.actions;
  const refusalAfter = async (ms: number) => {
    Object.assign(asked, { isTaken: false, fullInMs: seconds * 1000 - (seconds * 1000) / calls + ms });
    return (await limitAction({ session: "s", address: null, organizationId: null })).refusal?.remedy;
  };
  expect(await refusalAfter(1000)).toBe("Wait 1 second, then go on more slowly.");
  expect(await refusalAfter(1001)).toBe("Wait 2 seconds, then go on more slowly.");
});

test("a flood of failures is refused without a question until a call is there again", async () => {
  const at = (ms: number) => new Date(1_800_000_000_000 + ms);
  const { seconds, calls } = QUOTAS.failures;
  Object.assign(asked, { isTaken: false, fullInMs: seconds * 1000 });
  const first = await limitFailure("203.0.113.7", at(0));
  const every = (seconds * 1000) / calls;
  expect(first.refusal).toMatchObject({ kind: "rate-limited", retryAfterMs: every });
  const second = await limitFailure("203.0.113.7", at(every - 1));
  expect(second.refusal).toMatchObject({ kind: "rate-limited", retryAfterMs: 1 });
  expect(asked.buckets).toHaveLength(1);
  asked.isTaken = true;
  expect((await limitFailure("203.0.113.8", at(0))).refusal).toBeNull();
  expect((await limitFailure("203.0.113.7", at(every))).refusal).toBeNull();
  expect(asked.buckets).toHaveLength(3);
});
