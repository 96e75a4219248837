import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import { advanceRun } from "@/lib/sync/advance";
import { addColleague } from "@/lib/sync/testing/colleague";
import { type Companies, companies, company, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, runUuid, type World } from "@/lib/sync/testing/world";
import { getRegistry } from "../registries/browse-registries";
import { updateRegistry } from "../registries/update-registry";
import { getRun, listRuns } from "./browse-runs";
import { changeRule } from "./change-rule";
import { approveRun, rejectRun } from "./decide-run";
import { expireRuns } from "./expire-runs";
import { findHeldRun, getHeldRun } from "./held-run";
import type { RunView } from "./run-view";

let world: World;
let registry: Companies;
let owner: Caller;

const GONE = ["C01", "C02", "C03", "C04", "C05", "C06"];

beforeAll(async () => {
  world = await openWorld();
  owner = world.tenant.caller;
  registry = await makeCompanies(world, { notion: companies(1, 40) });
  await registry.run();
});

afterAll(() => world.close());

/** Every test leaves all sides equal; what earlier ones deleted must not count in the rolling day. */
beforeEach(() => world.ours("update rows.row_version set at = at - interval '2 days' where cells is null"));

const as = (role: Caller["role"]): Caller => ({ ...owner, role });

async function heldByDeletes(): Promise<RunView> {
  await registry.table.remove(...GONE);
  const held = await registry.run();
  expect(held.status).toBe("held");
  return held;
}

const putBack = async (held: RunView): Promise<RunView> => {
  const { restoreRunId } = await rejectRun(owner, held.id, { restore: true });
  await world.carry(held);
  return world.carry({ id: restoreRunId } as RunView);
};

const actionsOf = async (run: RunView): Promise<string[]> => {
  const entries = await world.ours<{ action: string }>(
    "select action from ledger.entry where run_id = $1 and target_type <> 'row' order by seq",
    [runUuid(run)],
  );
  return entries.map(({ action }) => action);
};

describe("what a held run says", () => {
  test("is the rule with its numbers, what came from where, who may decide, since and until when", async () => {
    const held = await heldByDeletes();
    const view = await getHeldRun(owner, held.id);
    expect(view).toMatchObject({
      planHash: held.planHash,
      brakes: [
        { kind: "deletes", side: registry.sides.notion, value: 6, limit: 5, total: 40 },
        { kind: "deletes", side: registry.sides.google, value: 6, limit: 5, total: 40 },
      ],
      deciders: { roles: ["owner", "admin", "approver"], fields: [] },
      mayDecide: true,
      sources: [{ side: registry.sides.postgres, rows: 6 }],
      perSide: { [registry.sides.notion]: { delete: 6 }, [registry.sides.google]: { delete: 6 } },
    });
    expect(view.brakes[0]?.rule).toEqual({
      kind: "share",
      share: { name: "deletedShare", value: 0.1 },
      floor: { name: "deletedFloor", value: 5 },
    });
    expect(view.sample.map(({ op, key }) => `${op} ${key[0]}`)).toEqual(GONE.map((code) => `delete ${code}`));
    const days = (Date.parse(view.expiresAt ?? "") - Date.parse(view.since)) / 86_400_000;
    expect(days).toBeCloseTo(7, 2);
    await putBack(held);
    await registry.equal();
  });

  test("is nothing once it is decided, and nothing of another organization's", async () => {
    const held = await heldByDeletes();
    const other = await world.addTenant("Grace");
    await expect(getHeldRun(other.caller, held.id)).rejects.toMatchObject({ kind: "not-found" });
    await expect(rejectRun(other.caller, held.id)).rejects.toMatchObject({ kind: "not-found" });
    await putBack(held);
    await expect(getHeldRun(owner, held.id)).rejects.toMatchObject({ kind: "stale" });
    expect(await findHeldRun(owner, held.id)).toBeNull();
  });
});

describe("rejected with restore", () => {
  test("lost rows come back where they were lost, and nothing is deleted elsewhere", async () => {
    const before = await registry.notion.rows();
    const held = await heldByDeletes();
    world.notion("reset-counts");
    world.google("reset-counts");
    const { restoreRunId, status } = await rejectRun(owner, held.id, { restore: true });
    expect(status).toBe("running");
    expect(await world.carry(held)).toMatchObject({ status: "stopped", decidedBy: { decision: "rejected" } });
    const restored = await world.carry({ id: restoreRunId } as RunView);
    expect(restored).toMatchObject({
      kind: "restore",
      status: "done",
      request: { kind: "put-back", runId: held.id, sides: [registry.sides.postgres] },
      counts: { create: 6, update: 0, delete: 0 },
    });
    expect(world.notion<{ writes: number }>("counts").writes).toBe(0);
    expect(world.google<{ writes: number }>("counts").writes).toBe(0);
    expect(await registry.equal()).toEqual(before);
    expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
    expect((await getRegistry(owner, registry.id)).state).toBe("up-to-date");
    expect(await actionsOf(held)).toEqual([
      "run.requested",
      "run.planned",
      "run.held",
      "run.rejected",
      "run.closed",
    ]);
  });

  test("edited rows are put back too, however many they are; other edits go on", async () => {
    const before = await registry.notion.rows();
    await world.sql(`update companies set "City" = 'Formatted' where "Code" <> 'C40'`);
    const held = await registry.run();
    expect(held.brakes.map(({ kind }) => kind)).toEqual(["most-rows-changed"]);
    expect((await getHeldRun(owner, held.id)).sources).toEqual([{ side: registry.sides.postgres, rows: 39 }]);
    await registry.notion.edit("C40", "City", "Meanwhile");
    expect(await putBack(held)).toMatchObject({ status: "done", counts: { update: 39 + 2, delete: 0 } });
    const after = await registry.equal();
    expect(after.find(({ Code }) => Code === "C40")?.City).toBe("Meanwhile");
    expect(after.filter(({ Code }) => Code !== "C40")).toEqual(before.filter(({ Code }) => Code !== "C40"));
  });

  test("says where it can, when it is asked for a side that changed nothing", async () => {
    const held = await heldByDeletes();
    const restore = [registry.sides.notion];
    await expect(rejectRun(owner, held.id, { restore })).rejects.toMatchObject({
      kind: "invalid-input",
      remedy: expect.stringContaining("companies"),
    });
    expect((await getRun(owner, held.id)).status).toBe("held");
    await putBack(held);
  });

  test("leaves the state of a younger run that was faster than the rejected one", async () => {
    const held = await heldByDeletes();
    const { restoreRunId } = await rejectRun(owner, held.id, { restore: [registry.sides.postgres] });
    await world.carry({ id: restoreRunId } as RunView);
    expect((await world.carry(held)).status).toBe("stopped");
    expect(await getRegistry(owner, registry.id)).toMatchObject({ state: "up-to-date", stateReason: null });
  });
});

describe("who may decide", () => {
  test("a service key and a role without the right may not", async () => {
    const held = await heldByDeletes();
    const planHash = held.planHash ?? "";
    for (const caller of [as(null), as("editor"), as("viewer")]) {
      await expect(approveRun(caller, held.id, { planHash })).rejects.toMatchObject({ kind: "forbidden" });
      await expect(rejectRun(caller, held.id, { restore: true })).rejects.toMatchObject({
        kind: "forbidden",
      });
    }
    expect((await getHeldRun(as("editor"), held.id)).mayDecide).toBe(false);
    await expect(changeRule(as("approver"), held.id, { brakes: { deletedFloor: 9 } })).rejects.toMatchObject({
      kind: "forbidden",
    });
    await putBack(held);
  });

  test("where the plan changes a field that is kept to some roles, only they approve", async () => {
    await updateRegistry(owner, registry.id, { access: { City: { roles: ["admin"], approval: true } } });
    await registry.sheet.edit("C10", "City", "Restricted");
    const held = await registry.run();
    expect(held.brakes.map(({ kind }) => kind)).toEqual(["approval-required"]);
    expect(await getHeldRun(owner, held.id)).toMatchObject({
      mayDecide: false,
      deciders: { roles: ["admin"], fields: [{ field: "City", roles: ["admin"] }] },
    });
    const planHash = held.planHash ?? "";
    await expect(approveRun(as("approver"), held.id, { planHash })).rejects.toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining("City"),
    });
    const admin = await addColleague(owner.organizationId, "admin");
    await approveRun(admin.caller, held.id, { planHash });
    expect((await world.carry(held)).status).toBe("done");
    expect((await registry.equal()).find(({ Code }) => Code === "C10")?.City).toBe("Restricted");
    await registry.sheet.edit("C10", "Name", "Free");
    expect((await registry.run()).status).toBe("done");
    await updateRegistry(owner, registry.id, { access: {} });
  });
});

describe("a changed rule", () => {
  test("is a setting from now on, and the new run goes through in the held one's place", async () => {
    const held = await heldByDeletes();
    const next = await changeRule(owner, held.id, { brakes: { deletedFloor: 6 } });
    expect(next.id).not.toBe(held.id);
    expect(await world.carry(next)).toMatchObject({ status: "done", counts: { delete: 12 } });
    expect(await getRun(owner, held.id)).toMatchObject({ status: "stopped", error: { kind: "stale" } });
    expect((await getRegistry(owner, registry.id)).brakes).toEqual({ deletedFloor: 6 });
    const [entry] = await world.ours<{ actor_ref: string }>(
      "select leaf::jsonb->'actor'->>'ref' as actor_ref from ledger.entry where action = 'registry.updated' and run_id = $1",
      [runUuid(held)],
    );
    expect(entry).toEqual({ actor_ref: owner.actor.ref });
    await registry.table.add(...[1, 2, 3, 4, 5, 6].map((number) => company(number)));
    await updateRegistry(owner, registry.id, { brakes: {} });
    await registry.run();
    await expect(changeRule(owner, held.id, { brakes: { deletedFloor: 9 } })).rejects.toMatchObject({
      kind: "stale",
    });
  });
});

describe("a plan that nobody decides on", () => {
  test("ends by itself after its days, writes nothing, and a new one is made", async () => {
    const held = await heldByDeletes();
    const end = new Date(held.expiresAt ?? "");
    expect(await expireRuns(new Date(end.getTime() - 1000))).toBe(0);
    expect(await expireRuns(new Date(end.getTime() + 1000))).toBe(1);
    expect(await expireRuns(new Date(end.getTime() + 1000))).toBe(0);
    expect(await world.carry(held)).toMatchObject({ status: "stopped", decidedBy: { decision: "expired" } });
    expect(await registry.notion.rows()).toHaveLength(40);
    expect(await actionsOf(held)).toContain("run.expired");
    expect((await getRegistry(owner, registry.id)).nextRunAt).not.toBeNull();
    const again = await registry.run();
    expect(again.status).toBe("held");
    await putBack(again);
  });
});

describe("a busy registry", () => {
  test("can be approved while somebody edits before every step of the writing", async () => {
    const held = await heldByDeletes();
    await registry.notion.edit("C06", "City", "Wanted after all");
    await approveRun(owner, held.id, { planHash: held.planHash ?? "" });
    let edits = 0;
    const busy = () => {
      edits += 1;
      world.notion("edit-cell", {
        pageId: registry.notion.pageOf("C20"),
        property: "Name",
        value: `Edit ${edits}`,
      });
      return new Date();
    };
    for (;;) if ((await advanceRun(owner.organizationId, runUuid(held), busy)).next === "over") break;
    expect(edits).toBeGreaterThan(5);
    const { phases, decidedBy } = await getRun(owner, held.id);
    // The time that nobody decided is not the time it took to write.
    expect(phases.find(({ name }) => name === "apply")?.startedAt ?? "").toSatisfy(
      (at: string) => at >= (decidedBy?.at ?? "never"),
    );
    const codes = (await registry.notion.rows()).map(({ Code }) => Code);
    expect(GONE.filter((code) => codes.includes(code))).toEqual(["C06"]);
    await registry.run();
    const rows = await registry.equal();
    expect(rows.find(({ Code }) => Code === "C20")?.Name).toBe(`Edit ${edits}`);
    expect(rows.find(({ Code }) => Code === "C06")?.City).toBe("Wanted after all");
    expect(rows).toHaveLength(35);
    const runs = await listRuns(owner, registry.id, null);
    expect(runs.data.filter(({ status }) => status === "held")).toEqual([]);
  });
});
