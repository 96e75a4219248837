import { describe, expect, it } from "vitest";
import { keyOf } from "./expression";
import type { FunctionConfig } from "./function-config";
import { answersWait, cancels, startsOn } from "./match";
import type { EventPayload } from "./store";

const event = (name: string, data: Record<string, unknown> = {}): EventPayload => ({
  data,
  id: "id",
  name,
  ts: 1,
  user: {},
});
const fn = (...triggers: FunctionConfig["triggers"]): FunctionConfig => ({
  id: "f",
  triggers,
  steps: { step: { runtime: { type: "http", url: "http://app.local" } } },
});

describe("startsOn", () => {
  it.each([
    ["a/b", "a/b", true],
    ["a/b", "a/bc", false],
    ["a/*", "a/b", true],
    ["a/*", "ab", false],
    ["a.*", "a.b", true],
    ["a*", "ab", false],
  ])("%s takes %s: %s", (pattern, name, taken) =>
    expect(startsOn(fn({ event: pattern }), event(name))).toBe(taken),
  );
  it.each([
    ["event.data.n > 5", { n: 6 }, true],
    ["event.data.n > 5", { n: 5 }, false],
    ["event.data.s == 'x' && event.data.n == 1", { s: "x", n: 1 }, true],
    ["event.data.absent == 'x'", {}, false],
    ["not CEL (", {}, false],
    ["event.data.s", { s: "truthy" }, false],
  ])("%s on %j: %s", (expression, data, taken) =>
    expect(startsOn(fn({ event: "a", expression }), event("a", data))).toBe(taken),
  );
  it("any trigger will do, a cron takes no event", () => {
    expect(startsOn(fn({ cron: "* * * * *" }, { event: "a" }), event("a"))).toBe(true);
    expect(startsOn(fn({ cron: "* * * * *" }), event("inngest/scheduled.timer"))).toBe(false);
  });
});

describe("conditions between two events", () => {
  const condition = "event.data.id == async.data.id";
  it("a wait compares the run's event with the incoming one", () => {
    expect(answersWait(condition, event("a", { id: 1 }), event("b", { id: 1 }))).toBe(true);
    expect(answersWait(condition, event("a", { id: 1 }), event("b", { id: "1" }))).toBe(false);
    expect(answersWait(null, event("a"), event("b"))).toBe(true);
  });
  it("a cancellation counts only within its window", () => {
    const run = { source: event("a", { id: 1 }), ageMs: 5000 };
    expect(cancels({ if: condition }, run, event("b", { id: 1 }))).toBe(true);
    expect(cancels({ if: condition, timeout: "4s" }, run, event("b", { id: 1 }))).toBe(false);
    expect(cancels({ if: condition, timeout: "6s" }, run, event("b", { id: 1 }))).toBe(true);
    expect(cancels({ timeout: "1970-01-01T00:00:00Z" }, run, event("b"))).toBe(false);
    expect(cancels({ timeout: "1970-01-01T00:00:01Z" }, run, event("b"))).toBe(true);
  });
});

describe("keyOf", () => {
  it("is equal exactly for equal values, and bounded", () => {
    const key = (data: Record<string, unknown>) => keyOf("event.data.k", event("a", data));
    expect(key({ k: "x" })).toBe(key({ k: "x" }));
    expect(new Set([key({ k: "1" }), key({ k: 1 }), key({ k: null }), key({ k: [1] })]).size).toBe(4);
    expect(key({})).toBe(key({ k: null }));
    expect(key({ k: "x".repeat(100_000) })).toHaveLength(32);
    expect(keyOf("size(event.data.k)", event("a", { k: "abc" }))).toHaveLength(32);
    expect(keyOf(undefined, event("a"))).toBe("");
  });
});
