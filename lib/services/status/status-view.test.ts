import { expect, test } from "vitest";
import { statusView } from "./status-view";

const NOW = new Date("2026-11-29T12:00:00.000Z");
const day = (component: string, at: string, counts: object = {}) => ({
  ...{
    component,
    day: at.slice(0, 10),
    up: 288,
    degraded: 0,
    down: 0,
    lastState: "up",
    lastAt: new Date(at),
  },
  ...counts,
});
const of = (component: string, view: ReturnType<typeof statusView>) =>
  view.components.find((one) => one.component === component);

test("90 days, the oldest first; what nobody noted is not known, and never 100 %", () => {
  const view = statusView([day("app", "2026-11-29T11:58:00.000Z", { up: 3, degraded: 1, down: 0 })], NOW);
  const app = of("app", view);
  expect(app).toMatchObject({ state: "up", available: 1, heardAt: "2026-11-29T11:58:00.000Z" });
  expect(app?.days).toHaveLength(90);
  expect(app?.days[0]).toEqual({ day: "2026-09-01", state: null, available: null });
  expect(app?.days.at(-1)).toEqual({ day: "2026-11-29", state: "degraded", available: 1 });
  expect(of("notion", view)).toMatchObject({ state: null, available: null, heardAt: null });
});

test("where samples stop it is the runner that is down; of the others nothing is known", () => {
  const old = "2026-11-29T11:40:00.000Z";
  const view = statusView([day("app", old), day("runner", old)], NOW);
  expect(of("runner", view)?.state).toBe("down");
  expect(of("app", view)?.state).toBeNull();
});

test("the month's budget counts the worst of the service's own components, day by day", () => {
  const view = statusView(
    [
      day("app", "2026-10-31T23:55:00.000Z", { down: 50 }),
      day("app", "2026-11-02T23:55:00.000Z", { down: 2 }),
      day("syncs", "2026-11-02T23:55:00.000Z", { down: 3 }),
      day("notion", "2026-11-02T23:55:00.000Z", { down: 100 }),
      day("syncs", "2026-11-03T23:55:00.000Z", { down: 1 }),
    ],
    NOW,
  );
  expect(view.budget).toEqual({ usedMinutes: 20, allowedMinutes: 43 });
});

test("a database that does not answer is said, and nothing is made up", () => {
  const view = statusView(null, NOW);
  expect(view).toMatchObject({ isDatabaseDown: true, budget: null });
  expect(view.components.every(({ state, available }) => state === null && available === null)).toBe(true);
});
