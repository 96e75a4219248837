import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { bearingFetch } from "./bearing-fetch";
import { isDue, type KeptAccess } from "./kept-access";

const OUTAGE = "outage";
const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;
const access = (accessToken: string | null, expiresAt: number | null = null): KeptAccess => ({
  accessToken,
  expiresAt,
  refreshToken: "r",
  scopes: null,
});

/** A system that takes the tokens in `good`, and a provider that hands out `next` one after the other. */
function place(known: KeptAccess, good: readonly string[], next: readonly (string | null)[]) {
  const sent: string[] = [];
  const renewed: (string | null)[] = [];
  const left = [...next];
  const fetch = bearingFetch(
    (async (_: unknown, init?: RequestInit) => {
      const token = new Headers(init?.headers).get("authorization")?.replace("Bearer ", "") ?? "";
      sent.push(`${token}${init?.body ?? ""}`);
      return new Response("{}", { status: good.includes(token) ? 200 : 401 });
    }) as typeof globalThis.fetch,
    {
      known,
      clock: () => NOW,
      renew: async (stale) => {
        renewed.push(stale);
        const token = left.shift() ?? null;
        if (token === OUTAGE) throw new AppError("upstream-unavailable", "not now");
        return token === null ? null : access(token);
      },
    },
  );
  const call = async () => (await fetch("https://x.example", { method: "POST", body: "!" })).status;
  return { call, sent, renewed };
}

test.each([
  ["a token without an end", access("a"), false],
  ["no token yet", access(null), true],
  ["one that lasts", access("a", NOW + 10 * MINUTE), false],
  ["one that ends soon", access("a", NOW + 4 * MINUTE), true],
  ["one that has ended", access("a", NOW - 1), true],
])("%s", (_, kept, due) => {
  expect(isDue(kept, NOW)).toBe(due);
});

test("a good token is sent as it is, whatever the connector put there", async () => {
  const { call, sent, renewed } = place(access("a"), ["a"], []);
  expect(await call()).toBe(200);
  expect([sent, renewed]).toEqual([["a!"], []]);
});

test("a token that ends soon is renewed before anything is sent with it", async () => {
  const { call, sent } = place(access("a", NOW), ["b"], ["b"]);
  expect(await call()).toBe(200);
  expect(await call()).toBe(200);
  expect(sent).toEqual(["b!", "b!"]);
});

test("a refusal has the call sent once more, whole, with a new token", async () => {
  const { call, sent, renewed } = place(access("a"), ["b"], ["b"]);
  expect(await call()).toBe(200);
  expect([sent, renewed]).toEqual([["a!", "b!"], ["a"]]);
});

test("what no renewal mends is refused, and not renewed again and again", async () => {
  const gone = place(access("a"), [], [null]);
  expect([await gone.call(), await gone.call()]).toEqual([401, 401]);
  expect(gone.renewed).toHaveLength(1);
  const refusing = place(access("a"), [], ["b", "c", "d"]);
  expect([await refusing.call(), await refusing.call()]).toEqual([401, 401]);
  expect(refusing.renewed).toHaveLength(1);
});

test("where it cannot be renewed just now, a token that still lives is used, and no other", async () => {
  const alive = place(access("a", NOW + MINUTE), ["a"], [OUTAGE]);
  expect(await alive.call()).toBe(200);
  const over = place(access("a", NOW - MINUTE), ["a"], [OUTAGE]);
  await expect(over.call()).rejects.toMatchObject({ kind: "upstream-unavailable" });
  expect(over.sent).toEqual([]);
});
