import { afterAll, beforeAll, expect, test } from "vitest";
import { callerOfKey } from "@/lib/auth/api-key";
import { newUuid } from "@/lib/ids";
import { limitCall, limitFailure, limitLink } from "./rate-limit";
import { QUOTAS } from "./rate-limit-quotas";
import { type ApiPlace, apiPlace } from "./testing/api-place";

let api: ApiPlace;

beforeAll(async () => {
  api = await apiPlace();
});

afterAll(() => api.close());

/** As if the calls came in a minute, so that none comes back while the test runs. */
const AHEAD = new Date(Date.now() + 60_000);
const AT_ONCE = 20;

async function times(count: number, call: () => Promise<{ refusal: unknown }>): Promise<number> {
  let refused = 0;
  for (let done = 0; done < count; done += AT_ONCE) {
    const answers = await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - done) }, call));
    refused += answers.filter(({ refusal }) => refusal !== null).length;
  }
  return refused;
}

test("a key that goes over its quota is slowed, and nobody else", async () => {
  const [hot, calm] = [await api.serviceKey(["read"]), await api.serviceKey(["read"])];
  const caller = await callerOfKey(`Bearer ${hot}`);
  expect(await times(QUOTAS.key.calls, () => limitCall(caller, null, AHEAD))).toBe(0);
  const over = 100;
  expect(await times(over, () => limitCall(caller, null, AHEAD))).toBe(over);
  const refused = await api.ask("GET /me", { key: hot });
  expect([refused.status, refused.body.type]).toEqual([429, "urn:chittysync:problem:rate-limited"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refused.headers.get("ratelimit")).toMatch(/^"key";r=0;t=\d+$/);
  // What was refused to the key is not counted against its organization.
  const spared = await limitCall(await callerOfKey(`Bearer ${calm}`), null, AHEAD);
  expect(spared.refusal).toBeNull();
  const left = QUOTAS.organization.calls - QUOTAS.key.calls - 1;
  expect(spared.headers.ratelimit).toContain(`"organization";r=${left};`);
  expect((await api.ask("GET /me", { key: api.theirs.apiKey })).status).toBe(200);
});

test("a mailbox is sent few links, however it is written and whoever asks", async () => {
  const { calls } = QUOTAS.links;
  const ask = (email: string, address: string) => limitLink(email, address, AHEAD);
  for (let at = 0; at < calls; at += 1)
    expect(
      (await ask(at % 2 === 0 ? "eve@example.com" : " Eve@Example.com", `203.0.113.${at}`)).refusal,
    ).toBeNull();
  expect((await ask("eve@example.com", "203.0.113.99")).refusal).toMatchObject({ kind: "rate-limited" });
  expect((await ask("bob@example.com", "203.0.113.99")).refusal).toBeNull();
});

test("failures of one address count for it alone, all of a /64 of IPv6 together", async () => {
  const { calls } = QUOTAS.failures;
  expect(await times(calls, () => limitFailure(`2001:db8:1:2::${newUuid().slice(0, 4)}`, AHEAD))).toBe(0);
  expect(await times(1, () => limitFailure("2001:db8:1:2:3::1", AHEAD))).toBe(1);
  expect(await times(1, () => limitFailure("2001:db8:1:3::1", AHEAD))).toBe(0);
  expect(await times(1, () => limitFailure("203.0.113.7", AHEAD))).toBe(0);
});
