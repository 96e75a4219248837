import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { planOf, planWithSchedule, requireCustomRules, requireSchedule, usualSchedule } from "./plans";

const SCHEDULES = ["realtime", "minutes:1", "minutes:59", "minutes:60", "hourly", "minutes:1439", "daily"];

/** The schedules that each plan allows; `manual` is always among them. */
test.each([
  ["free", ["daily"]],
  ["starter", ["minutes:60", "hourly", "minutes:1439", "daily"]],
  ["professional", SCHEDULES.slice(1)],
  ["enterprise", SCHEDULES],
  ["one that is not known", ["daily"]],
])("%s", (name, allowed) => {
  const plan = planOf(name);
  const isAllowed = (schedule: string): boolean => {
    try {
      requireSchedule(plan, schedule);
      return true;
    } catch {
      return false;
    }
  };
  expect(SCHEDULES.filter(isAllowed)).toEqual(allowed);
  expect(isAllowed("manual")).toBe(true);
  expect(isAllowed(usualSchedule(plan))).toBe(true);
});

test.each([
  ["manual", "Free"],
  ["daily", "Free"],
  ["minutes:1439", "Starter"],
  ["hourly", "Starter"],
  ["minutes:59", "Professional"],
  ["realtime", "Enterprise"],
])("%s comes with the plan %s", (schedule, word) => {
  expect(planWithSchedule(schedule)).toBe(word);
});

test("a refusal says the limit, its place and the way out", () => {
  const refusal = (() => {
    try {
      requireSchedule(planOf("starter"), "minutes:5");
    } catch (thrown) {
      return thrown as AppError;
    }
  })();
  expect(refusal).toBeInstanceOf(AppError);
  expect(refusal).toMatchObject({
    kind: "limit-reached",
    message: "The Starter plan syncs once an hour at most.",
    remedy: expect.stringContaining("slower schedule"),
    paths: [{ path: "/schedule" }],
  });
});

test.each([
  ["free", false],
  ["starter", false],
  ["professional", true],
  ["enterprise", true],
])("%s: rules of the organization's own are %s", (name, isAllowed) => {
  const ask = () => requireCustomRules(planOf(name), [{ id: "end-after-begin" }]);
  if (isAllowed) expect(ask).not.toThrow();
  else expect(ask).toThrow("has no rules of your own, such as end-after-begin");
  expect(() => requireCustomRules(planOf(name), [])).not.toThrow();
});

test("as many runs on demand as a schedule of the plan's fastest gives, but for the free plan", () => {
  for (const name of ["starter", "professional"]) {
    const { registries, leastMinutes, runsADay } = planOf(name);
    expect(runsADay).toBe((registries ?? 0) * ((24 * 60) / leastMinutes));
  }
});
