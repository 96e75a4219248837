import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { approveRun } from "@/lib/services/runs/decide-run";
import { advanceRun } from "./advance";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { jumpingClock, Killed, killOnce, meddle } from "./testing/meddle";
import { openWorld, runUuid, type World } from "./testing/world";

vi.mock("@/lib/reach/open-connection", async (original) => {
  const { meddled } = await import("./testing/meddle");
  return meddled(await original());
});

let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 12) });
  await registry.run();
});

beforeEach(() => {
  meddle.before = null;
  meddle.after = null;
});

afterAll(() => world.close());

const leasesRunOut = () =>
  world.ours(
    "update public.registry set lease_until = now() - interval '1 second' where lease_run_id is not null",
  );

let staff = 700;

async function changeSomething(): Promise<void> {
  staff += 1;
  await registry.notion.edit("C02", "City", `Edit ${staff}`);
  await registry.table.edit("C03", "Staff", String(staff));
}

async function allEqual(): Promise<void> {
  const rows = await registry.equal();
  expect(rows).toHaveLength(12);
  expect(rows.filter(({ Staff }) => Staff === String(staff))).toHaveLength(1);
  const run = await registry.run();
  expect(run).toMatchObject({ status: "done", counts: { create: 0, update: 0, delete: 0 } });
}

test("a run whose turn another run took does not overwrite what that one decided", async () => {
  const { organizationId } = world.tenant.caller;
  await changeSomething();
  killOnce("after", "notion");
  const late = await world.request(registry.id);
  await expect(advanceRun(organizationId, runUuid(late))).rejects.toThrow(Killed);
  await leasesRunOut();
  await registry.notion.edit("C02", "City", "Newest");
  expect((await registry.run()).status).toBe("done");
  const between = await registry.equal();
  expect((await world.carry(late)).status).not.toBe("failed");
  expect(await registry.equal()).toEqual(between);
  await allEqual();
});

test("what was read is read again if another run, still under way, has committed rows since", async () => {
  await changeSomething();
  const { organizationId } = world.tenant.caller;
  const late = await world.request(registry.id);
  const clock = jumpingClock();
  while ((await advanceRun(organizationId, runUuid(late), clock)).phase !== "plan");
  await leasesRunOut();
  await registry.notion.edit("C02", "City", "Newest");
  const other = await world.request(registry.id);
  // Its turn is over once the last side is written: what it wrote is committed, and no more.
  let isOver = false;
  meddle.after = (kind) => {
    isOver ||= kind === "google-sheets";
  };
  const turn = () => new Date(Date.now() + (isOver ? 3_600_000 : 0));
  expect(await advanceRun(organizationId, runUuid(other), turn)).toMatchObject({ phase: "verify" });
  await leasesRunOut();
  expect(await world.carry(late)).toMatchObject({ status: "done", counts: { update: 0, conflict: 0 } });
  const rows = await registry.equal();
  expect(rows.find(({ Code }) => Code === "C02")).toMatchObject({ City: "Newest" });
  expect((await world.carry(other)).status).toBe("done");
  await allEqual();
});

test("an approved plan that another run has overtaken neither fails nor undoes anything", async () => {
  await registry.table.remove("C05", "C06", "C07", "C08", "C09", "C10");
  await registry.notion.add(company(90));
  await registry.notion.edit("C02", "City", "Planned twice");
  const held = await registry.run();
  const { caller } = world.tenant;
  await approveRun(caller, held.id, { planHash: held.planHash ?? "" });
  const newer = await registry.run();
  expect(newer.status).toBe("held");
  expect((await world.carry(held)).status).not.toBe("failed");
  const rows = await registry.equal();
  await approveRun(caller, newer.id, { planHash: newer.planHash ?? "" });
  expect((await world.carry(newer)).status).not.toBe("failed");
  expect(await registry.equal()).toEqual(rows);
  expect(rows.filter(({ Code }) => Code === "C90")).toHaveLength(1);
});

test("a key under which a row lost its record is nobody's there until that row is settled", async () => {
  const held = await makeCompanies(world, { name: "Held", table: "held", notion: companies(1, 12) });
  await held.run();
  await held.notion.edit("C05", "Code", "C50");
  meddle.before = async (kind) => {
    if (kind === "postgres") await held.table.remove("C05");
  };
  await held.run();
  await held.sheet.add(company(5, { Name: "Another" }));
  meddle.before = null;
  expect((await held.run()).status).toBe("done-with-issues");
  expect((await held.issues()).map(({ reason, subjects }) => [reason, subjects])).toEqual([
    ["key-held", ['["C05"]']],
  ]);
  const codes = (await held.table.rows()).map(({ Code }) => Code);
  expect([codes.includes("C50"), codes.includes("C05")]).toEqual([true, false]);
  expect(await held.run()).toMatchObject({ status: "done" });
  const rows = await held.equal();
  expect(rows.filter(({ Code }) => Code === "C05")).toMatchObject([{ Name: "Another" }]);
});
