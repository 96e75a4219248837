import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { withRows } from "@/lib/db/row-store";
import { storeWish } from "@/lib/db/rows/orders";
import { uuidOf } from "@/lib/ids";
import { approveRun, rejectRun } from "@/lib/services/runs/decide-run";
import type { RunView } from "@/lib/services/runs/run-view";
import { undoRun } from "@/lib/services/runs/undo-run";
import { advanceRun } from "./advance";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { jumpingClock, Killed, killOnce, meddle } from "./testing/meddle";
import { openWorld, runUuid, type World } from "./testing/world";

vi.mock("@/lib/reach/open-connection", async (original) => {
  const { meddled } = await import("./testing/meddle");
  return meddled(await original());
});

/** Runs that carry out what a person ordered, killed and robbed on their way. */
let world: World;
let registry: Companies;
const ROWS = companies(1, 12);

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: ROWS });
  await registry.run();
});

beforeEach(() => {
  meddle.before = null;
  meddle.after = null;
});

afterAll(() => world.close());

const caller = () => world.tenant.caller;
const organizationId = () => caller().organizationId;

/** A run that edited a cell, created a row and deleted one. */
async function done(): Promise<RunView> {
  await registry.table.edit("C02", "City", "Undone");
  await registry.sheet.add(company(20));
  await registry.notion.remove("C03");
  const run = await registry.run();
  expect(run).toMatchObject({ status: "done", counts: { create: 2, delete: 2, update: 2 } });
  return run;
}

/** Everything is as it was before the run; what was made by hand is there, and kept out. */
async function undone(): Promise<void> {
  const { data } = await registry.registryRows();
  expect(data.map(({ key }) => key[0])).toEqual(ROWS.map(({ Code }) => Code));
  for (const side of ["notion", "table"] as const) expect(await registry[side].rows(), side).toEqual(ROWS);
  expect(await registry.sheet.rows()).toEqual([...ROWS, company(20)]);
  expect(await registry.run()).toMatchObject({
    status: "done",
    counts: { create: 0, update: 0, delete: 0 },
  });
  await registry.sheet.remove("C20");
  await world.ours("delete from rows.exclusion");
  // Deletions of this test must not count into the rolling limit of the next.
  await world.ours("update rows.row_version set at = at - interval '2 days' where cells is null");
  await registry.run();
  expect(await registry.equal()).toEqual(ROWS);
}

/** Turn after turn of one action each, until the run is in this phase. */
async function untilPhase(run: RunView, phase: string): Promise<void> {
  const clock = jumpingClock();
  while ((await advanceRun(organizationId(), runUuid(run), clock)).phase !== phase);
}

async function approved(held: RunView): Promise<void> {
  await approveRun(caller(), held.id, { planHash: held.planHash ?? "" });
}

describe("an undo", () => {
  test.each([
    ["before", "notion"],
    ["after", "notion"],
    ["after", "postgres"],
    ["before", "google-sheets"],
    ["after", "google-sheets"],
  ] as const)("that is killed %s %s wrote undoes everything once", async (when, kind) => {
    const undo = await world.carry(await undoRun(caller(), (await done()).id));
    await approved(undo);
    killOnce(when, kind);
    await expect(advanceRun(organizationId(), runUuid(undo))).rejects.toThrow(Killed);
    expect((await world.carry(undo)).status).toBe("done");
    await undone();
  });

  test("whose staging is lost before its plan, and that is killed between plan and brake, is still that undo", async () => {
    const undo = await undoRun(caller(), (await done()).id);
    await untilPhase(undo, "plan");
    await world.ours("truncate rows.obs");
    await untilPhase(undo, "brake");
    const held = await world.carry(undo);
    expect(held).toMatchObject({ status: "held", brakes: [{ kind: "preview" }] });
    await approved(held);
    expect((await world.carry(held)).status).toBe("done");
    await undone();
  });

  test("whose lease another run takes in the middle of the writing overwrites nothing of that one", async () => {
    const undo = await world.carry(await undoRun(caller(), (await done()).id));
    await approved(undo);
    killOnce("after", "notion");
    await expect(advanceRun(organizationId(), runUuid(undo))).rejects.toThrow(Killed);
    await world.ours("update public.registry set lease_until = now() - interval '1 second'");
    await registry.table.edit("C02", "City", "Newest");
    expect((await registry.run()).status).toMatch(/^done/);
    expect((await world.carry(undo)).status).not.toBe("failed");
    await registry.run();
    await registry.run();
    expect((await registry.notion.rows()).find(({ Code }) => Code === "C02")?.City).toBe("Newest");
    const codes = (await registry.table.rows()).map(({ Code }) => Code);
    expect(codes.filter((code) => code === "C03")).toHaveLength(1);
    for (const side of ["notion", "table"] as const)
      expect(new Set((await registry[side].rows()).map(({ Code }) => Code)).size).toBe(codes.length);
    expect(await registry.table.rows()).toEqual(await registry.notion.rows());
  });
});

describe("the rows of a rejected plan", () => {
  test("are put back although the staging is lost and the run is killed on its way", async () => {
    const before = await registry.table.rows();
    await registry.table.remove("C04", "C05", "C06", "C07", "C08", "C09");
    const held = await registry.run();
    const { restoreRunId } = await rejectRun(caller(), held.id, { restore: true });
    await world.carry(held);
    const back = { ...held, id: restoreRunId ?? "" };
    await untilPhase(back, "plan");
    await world.ours("truncate rows.obs");
    killOnce("after", "postgres");
    const turns = async () => {
      for (;;) if ((await advanceRun(organizationId(), runUuid(back))).next === "over") return;
    };
    await expect(turns()).rejects.toThrow(Killed);
    expect((await world.carry(back)).counts).toMatchObject({ create: 6, delete: 0 });
    expect(await registry.table.rows()).toEqual(before);
  });
});

describe("an order for a cell", () => {
  test("is carried out once, by a run that is killed between its plan and its end too", async () => {
    const [row] = await world.ours<{ row_id: string }>(
      "select row_id from rows.base where key = '[\"C10\"]'",
    );
    const wish = { rowId: row?.row_id ?? "", cells: { city: { value: "Ordered" } }, keep: false, actor: {} };
    await withRows(organizationId(), (client) => storeWish(client, uuidOf("reg", registry.id) ?? "", wish));
    const asked = await world.request(registry.id);
    await untilPhase(asked, "brake");
    killOnce("after", "notion");
    await expect(advanceRun(organizationId(), runUuid(asked))).rejects.toThrow(Killed);
    expect(await world.ours("select from rows.wish")).toHaveLength(1);
    expect((await world.carry(asked)).status).toMatch(/^done/);
    expect(await world.ours("select from rows.wish")).toEqual([]);
    const city = async () => (await registry.notion.rows()).find(({ Code }) => Code === "C10")?.City;
    expect(await city()).toBe("Ordered");
    await registry.sheet.edit("C10", "City", "Edited since");
    await registry.run();
    expect(await city()).toBe("Edited since");
  });
});
