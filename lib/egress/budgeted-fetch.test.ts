import { expect, test, vi } from "vitest";
import { Calls, notionClient } from "@/lib/connectors/notion/client";
import { type Budget, budgetedFetch, PATIENCE_MS } from "./budgeted-fetch";
import type { Stall } from "./call-refusal";
import { bucketsFor } from "./provider-limits";
import type { Bucket } from "./rate-budget";

const URL_OF_NOTION = "https://api.notion.com/v1/users/me";

/** A provider that answers in turn, behind a counter that says in turn how long to wait. */
function place(answers: readonly Response[], waits: readonly (number | Error)[]) {
  const left = [...waits];
  const sent: string[] = [];
  const reserved: string[][] = [];
  const stalls: Stall[] = [];
  const replies = [...answers];
  let now = 0;
  const raw: typeof globalThis.fetch = async (input) => {
    sent.push(String(input));
    return replies.shift() ?? new Response("{}");
  };
  const budget: Budget = {
    provider: "Notion",
    // Each look at it is a second later than the one before.
    clock: () => {
      now += 1_000;
      return now;
    },
    bucketsFor: (call) => bucketsFor({ provider: "notion", account: "bot", within: null, limits: {} }, call),
    counter: {
      reserve: async (buckets: readonly Bucket[]) => {
        reserved.push(buckets.map(({ id }) => id));
        const wait = left.shift() ?? 0;
        if (wait instanceof Error) throw wait;
        return wait;
      },
      stall: async (stall) => void stalls.push(stall),
    },
  };
  return { fetch: budgetedFetch(raw, budget), sent, reserved, stalls };
}

test("each call takes its turn first, and waits while that is soon", async () => {
  const { fetch, sent, reserved } = place([], [0, 30, 5]);
  await fetch(URL_OF_NOTION);
  await fetch(URL_OF_NOTION, { method: "POST" });
  expect(sent).toHaveLength(2);
  expect(reserved).toEqual(Array.from({ length: 4 }, () => ["notion:bot"]));
});

test.each([
  ["a turn that comes too late", [PATIENCE_MS + 1], PATIENCE_MS + 1],
  ["turns that others take again and again", Array.from({ length: 400 }, () => 25), 25],
  ["a count that fails", [new Error("the database is away")], 5_000],
])("%s: nothing is sent, and the caller knows when to come again", async (_what, waits, retryAfterMs) => {
  const { fetch, sent } = place([], waits);
  await expect(fetch(URL_OF_NOTION)).rejects.toMatchObject({ kind: "rate-limited", retryAfterMs });
  expect(sent).toEqual([]);
});

test("a call that is given up while it waits was not sent, and is no lost one", async () => {
  const { fetch, sent } = place([], [3_000]);
  const called = fetch(URL_OF_NOTION, { signal: AbortSignal.timeout(20) });
  await expect(called).rejects.toMatchObject({ kind: "rate-limited", retryAfterMs: 3_000 });
  expect(sent).toEqual([]);
});

test("a refusal goes back whole, and stalls everybody", async () => {
  const body = JSON.stringify({ additional_data: { rate_limit_reason: "public_api_request_rate_limit" } });
  const { fetch, stalls } = place([new Response(body, { status: 429, headers: { "retry-after": "9" } })], []);
  const answer = await fetch(URL_OF_NOTION);
  expect([answer.status, await answer.text()]).toEqual([429, body]);
  expect(stalls).toMatchObject([{ bucket: { id: "notion:bot" }, retryAfterMs: 9_000, isPace: true }]);
});

test("an answer that refuses nothing is not read", async () => {
  const answer = new Response("{}");
  const clone = vi.spyOn(answer, "clone");
  const { fetch, stalls } = place([answer], []);
  await fetch(URL_OF_NOTION);
  expect([clone.mock.calls, stalls]).toEqual([[], []]);
});

test("Notion takes what was held back for what it is: never sent", async () => {
  const { fetch, sent } = place([], [60_000]);
  const told = await new Calls(notionClient("ntn_TESTONLY", fetch, undefined)).create("d", {});
  expect(told).toMatchObject({ ok: false, failure: { kind: "barred", error: { kind: "rate-limited" } } });
  expect(sent).toEqual([]);
});
