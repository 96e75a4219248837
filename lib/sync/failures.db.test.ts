import { afterAll, beforeAll, expect, test } from "vitest";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { listRuns } from "@/lib/services/runs/browse-runs";
import { requestDueRuns } from "@/lib/services/runs/request-due-runs";
import { MOST_FAILURES } from "./schedule";
import { type Companies, companies, makeCompanies } from "./testing/companies";
import { openWorld, type World } from "./testing/world";

let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 3), settings: { schedule: "minutes:5" } });
  await registry.run();
});

afterAll(() => world.close());

const view = () => getRegistry(world.tenant.caller, registry.id);
const failures = async () =>
  (await world.ours<{ failures: number }>("select failures from public.registry"))[0]?.failures;
const takeAway = () => world.sql("alter table companies rename to companies_gone");
const bringBack = () => world.sql("alter table companies_gone rename to companies");

/** The next tick's run, as the scheduler asks for it and the job does it. */
async function tick() {
  const { nextRunAt } = await view();
  await requestDueRuns(new Date(nextRunAt ?? 0));
  const { data: asked } = await listRuns(world.tenant.caller, registry.id, null);
  const [run, check] = ["sync", "drift-check"].map((of) => asked.find(({ kind }) => kind === of));
  if (!run) throw new Error("there is no run");
  const carried = await world.carry(run);
  if (check?.status === "queued") await world.carry(check);
  return carried;
}

test("runs that fail are tried later each time, and after eight the registry stops with a notice", async () => {
  await takeAway();
  let waited = 0;
  for (let count = 1; count < MOST_FAILURES; count += 1) {
    const run = await tick();
    expect(["failed", "stopped"]).toContain(run.status);
    const { nextRunAt, lastRunAt, state, stateReason } = await view();
    const wait = Date.parse(nextRunAt ?? "") - Date.parse(lastRunAt ?? "");
    expect(wait, `after ${count}`).toBeGreaterThanOrEqual(Math.max(waited, 5 * 60_000));
    expect(stateReason).not.toContain("no longer run by itself");
    expect(state).not.toBe("up-to-date");
    waited = wait;
    expect(await failures()).toBe(count);
  }
  expect(waited).toBeGreaterThan(60 * 60_000);
  await tick();
  expect(await view()).toMatchObject({
    nextRunAt: null,
    stateReason: expect.stringMatching(
      /^8 runs failed one after the other, so .* Nothing is lost: .*run it\.$/,
    ),
  });
  expect(["stopped", "reconnect-needed"]).toContain((await view()).state);
  const before = (await listRuns(world.tenant.caller, registry.id, null)).data.length;
  await requestDueRuns(new Date(Date.now() + 365 * 24 * 60 * 60_000));
  expect((await listRuns(world.tenant.caller, registry.id, null)).data).toHaveLength(before);
});

test("a run that a person asks for, once the cause is mended, sets it going again", async () => {
  await bringBack();
  await registry.notion.edit("C01", "City", "Waited for");
  expect((await registry.run()).status).toBe("done");
  expect((await registry.equal())[0]?.City).toBe("Waited for");
  expect(await view()).toMatchObject({ state: "up-to-date", stateReason: null });
  const { nextRunAt, lastRunAt } = await view();
  expect(Date.parse(nextRunAt ?? "") - Date.parse(lastRunAt ?? "")).toBe(5 * 60_000);
  expect(await failures()).toBe(0);
});
