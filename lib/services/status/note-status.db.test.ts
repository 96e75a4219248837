import { afterAll, beforeAll, expect, test } from "vitest";
import { statusDays } from "@/lib/db/status-samples";
import { companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { noteStatus } from "./note-status";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

const stateOf = async (component: string) => {
  const days = await statusDays(new Date(0));
  return days.find((day) => day.component === component);
};

test("a moment is noted once, a late run is seen from outside, and the oldest samples are forgotten", async () => {
  const now = new Date();
  await noteStatus(now);
  await noteStatus(now);
  expect(await stateOf("syncs")).toMatchObject({ up: 1, degraded: 0, down: 0, lastState: "up" });
  expect(await stateOf("runner")).toMatchObject({ up: 1 });

  const registry = await makeCompanies(world, { notion: companies(1, 2) });
  await world.request(registry.id);
  await world.ours("update public.run set touched_at = now() - interval '11 minutes'");
  await noteStatus(new Date(now.getTime() + 5 * 60_000));
  expect(await stateOf("syncs")).toMatchObject({ up: 1, degraded: 1, lastState: "degraded" });
  expect((await stateOf("notion"))?.lastState).toBe("up");

  await noteStatus(new Date(now.getTime() + 91 * 24 * 60 * 60_000));
  expect(await stateOf("syncs")).toMatchObject({ up: 0, degraded: 1 });
});
