import type { Inngest } from "inngest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Harness, startHarness } from "./testing/harness";
import { until } from "./testing/until";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness((client: Inngest) => [
    client.createFunction({ id: "clock", triggers: { cron: "30 4 * * *" } }, ({ event }) => event),
  ]);
});
afterAll(() => harness?.close());

const nextAt = async (): Promise<Date> => {
  const { rows } = await harness.database.owner.query<{ next_at: Date }>("SELECT next_at FROM jobs.cron");
  return rows[0]?.next_at ?? new Date(0);
};

it("fires once for all ticks missed while no runner was up, and then waits for the next", async () => {
  expect((await nextAt()).getTime()).toBeGreaterThan(Date.now());
  await harness.database.owner.query("UPDATE jobs.cron SET next_at = next_at - interval '5 days'");
  await harness.ended("clock");
  await until("the next tick", async () => (await nextAt()).getTime() > Date.now());
  const runs = await harness.runs("clock");
  expect(runs).toHaveLength(1);
  const event = runs[0]?.output as { name: string; data: Record<string, string> };
  expect(event.name).toBe("inngest/scheduled.timer");
  expect(event.data).toMatchObject({ cron: "30 4 * * *", scheduledAt: event.data.fireAt });
  expect(event.data.fireAt).toMatch(/^\d{4}-\d\d-\d\dT04:30:00Z$/);
  expect(Date.now() - Date.parse(event.data.fireAt ?? "")).toBeLessThan(86_400_000);
});

it("keeps the next tick when the app registers again", async () => {
  const before = await nextAt();
  harness.app.exchanges.length = 0;
  harness.runner.resync();
  await until("the second registration", () => harness.app.exchanges.some((one) => one.method === "PUT"));
  expect(await nextAt()).toEqual(before);
});
