import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FailureTally, tallyFailure } from "./failure-tally";

const told: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(process.stderr, "write").mockImplementation((line) => told.push(String(line)) > 0);
});
afterEach(() => {
  vi.useRealTimers();
  told.length = 0;
});

const flow = (from: string) => ({ from, way: "oidc", reason: "flow-over" });

test("a minute's failures are one line for each network, way and reason", () => {
  for (let times = 0; times < 1000; times += 1) tallyFailure(flow("192.0.2.1"));
  tallyFailure({ ...flow("192.0.2.1"), way: "saml" });
  tallyFailure(flow("2001:db8:0:1::/64"));
  expect(told).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect(told.map((line) => JSON.parse(line))).toMatchObject([
    { event: "sign-in.failures", from: "192.0.2.1", way: "oidc", reason: "flow-over", count: 1000 },
    { from: "192.0.2.1", way: "saml", count: 1 },
    { from: "2001:db8:0:1::/64", count: 1 },
  ]);
  vi.advanceTimersByTime(600_000);
  expect(told.length).toBe(3);
  tallyFailure(flow("192.0.2.1"));
  vi.advanceTimersByTime(60_000);
  expect(told.length).toBe(4);
});

test("a flood from everywhere fills neither memory nor disk, and is counted", () => {
  const tally = new FailureTally();
  for (let host = 0; host < 100_000; host += 1) tally.add(flow(`network ${host}`));
  tally.add(flow("network 3"));
  tally.add({ ...flow("network 4"), reason: "x".repeat(10_000_000) });
  const counted = tally.take();
  expect(counted.length).toBe(51);
  expect(counted[0]).toEqual({ from: "others", way: "oidc", reason: "any", count: 99_951 });
  expect(counted[1]).toEqual({ ...flow("network 3"), count: 2 });
  expect(tally.take()).toEqual([]);
});

test("no text of a stranger's is a reason", () => {
  const tally = new FailureTally();
  for (const reason of ["", "a b", "line\nbreak", "Ada@example.com", "x".repeat(61)])
    tally.add({ from: "192.0.2.1", way: "google", reason });
  tally.add({ from: "192.0.2.1", way: "google", reason: "OAUTH_CALLBACK_ERROR" });
  expect(tally.take().map(({ reason, count }) => [reason, count])).toEqual([
    ["other", 5],
    ["OAUTH_CALLBACK_ERROR", 1],
  ]);
});
