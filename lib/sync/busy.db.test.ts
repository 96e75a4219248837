import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listRuns } from "@/lib/services/runs/browse-runs";
import { approveRun } from "@/lib/services/runs/decide-run";
import { requestDueRuns } from "@/lib/services/runs/request-due-runs";
import { advanceRun } from "./advance";
import { type Column, type Companies, companies, makeCompanies } from "./testing/companies";
import { meddle } from "./testing/meddle";
import { openWorld, runUuid, type World } from "./testing/world";

vi.mock("@/lib/reach/open-connection", async (original) => {
  const { meddled } = await import("./testing/meddle");
  return meddled(await original());
});

/**
 * A registry that is edited all the time: while its plan waits, before every step and before every write. The plan can
 * be approved all the same, what was edited meanwhile is left to the next runs, and nobody's last word is lost.
 */
let world: World;
let registry: Companies;
const ROWS = 40;
/** More than half, and more than the floor. */
const CHANGED = 30;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, ROWS), settings: { schedule: "minutes:15" } });
  await registry.run();
});

afterAll(() => world.close());

/** What each side said last of each cell, edited in turn on all sides, over rows inside and outside of the plan. */
const said = new Map<string, string>();
let edits = 0;

async function edit(): Promise<void> {
  edits += 1;
  const side = (["notion", "table", "sheet"] as const)[edits % 3] ?? "notion";
  const code = `C${String((edits * 7) % ROWS || ROWS).padStart(2, "0")}`;
  const column: Column = edits % 2 === 0 ? "City" : "Name";
  const value = `${side} ${edits}`;
  await registry[side].edit(code, column, value);
  said.set(`${code} ${column} ${side}`, value);
}

test("is approved while somebody edits before every step and every write", async () => {
  const { caller } = world.tenant;
  await world.sql(`update companies set "City" = "City" || ' Town' where "Code" <= 'C${CHANGED}'`);
  const held = await registry.run();
  expect(held).toMatchObject({ status: "held", brakes: [{ kind: "most-rows-changed", value: CHANGED }] });
  for (let second = 0; second < 10; second += 1) {
    await edit();
    await requestDueRuns(new Date(Date.now() + 3_600_000 * 24));
  }
  const { data: waiting } = await listRuns(caller, registry.id, null);
  expect(waiting.filter(({ status }) => status === "queued")).toEqual([]);

  await approveRun(caller, held.id, { planHash: held.planHash ?? "" });
  meddle.before = edit;
  for (;;) {
    await edit();
    if ((await advanceRun(caller.organizationId, runUuid(held))).next === "over") break;
  }
  meddle.before = null;
  expect(edits).toBeGreaterThan(12);
  const { data: after } = await listRuns(caller, registry.id, null);
  expect(after.find(({ id }) => id === held.id)?.status).toMatch(/^done/);
  const written = await world.ours<{ status: string; count: number }>(
    "select status, count(*)::int as count from rows.plan where run_id = $1 group by 1 order by 1",
    [runUuid(held)],
  );
  expect(written.map(({ status }) => status)).toEqual(["done", "stale"]);
  expect(written.reduce((sum, { count }) => sum + count, 0)).toBe(2 * CHANGED);
});

test("comes to rest in the next runs, with every side's last word in its cell, a conflict or its history", async () => {
  for (let left = 4; left > 0; left -= 1) {
    const run = await registry.run();
    expect(run.status).toMatch(/^done/);
    if (run.counts.update === 0 && left < 4) break;
  }
  expect(await registry.equal()).toHaveLength(ROWS);
  const kept = await world.ours<{ text: string }>(
    "select detail::text as text from rows.conflict union all select cells::text from rows.row_version",
  );
  const text = kept.map((one) => one.text).join();
  expect([...said.values()].filter((value) => !text.includes(`"${value}"`))).toEqual([]);
  expect(await registry.run()).toMatchObject({ status: "done", counts: { update: 0, create: 0, delete: 0 } });
});
