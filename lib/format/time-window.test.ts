import { expect, test } from "vitest";
import { TIME_WINDOWS, WINDOW_NAMES, windowSteps } from "./time-window";

test.each(WINDOW_NAMES)(
  "the steps of %s cover it, end with the one that lasts, and begin where UTC does",
  (name) => {
    const now = new Date("2026-11-29T17:42:10Z");
    const { hours, stepHours } = TIME_WINDOWS[name];
    const steps = windowSteps(name, now);
    expect(steps).toHaveLength(hours / stepHours);
    const last = steps.at(-1)?.getTime() ?? 0;
    expect(last).toBeLessThanOrEqual(now.getTime());
    expect(last + stepHours * 3_600_000).toBeGreaterThan(now.getTime());
    for (const step of steps) expect(step.getUTCHours() % stepHours).toBe(0);
  },
);
