import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeApiKey } from "@/lib/auth/api-key";
import type { Caller } from "@/lib/auth/policy";
import type { Role } from "@/lib/auth/role";
import { insertApiKey, revokeApiKey } from "@/lib/db/api-keys";
import { withOrg } from "@/lib/db/control";
import { changeMemberRole, removeMember } from "@/lib/db/members";
import { newUuid, publicId } from "@/lib/ids";
import { closeOrganization, keepOrganization } from "@/lib/services/organizations/close-organization";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { updateRegistry } from "@/lib/services/registries/update-registry";
import { getRun } from "@/lib/services/runs/browse-runs";
import { approveRun, rejectRun } from "@/lib/services/runs/decide-run";
import { requestDueRuns } from "@/lib/services/runs/request-due-runs";
import type { RunView } from "@/lib/services/runs/run-view";
import { addColleague } from "./testing/colleague";
import { type Companies, companies, makeCompanies } from "./testing/companies";
import { meddle } from "./testing/meddle";
import { openWorld, runUuid, type World } from "./testing/world";

vi.mock("@/lib/reach/open-connection", async (original) => {
  const { meddled } = await import("./testing/meddle");
  return meddled(await original());
});

/** What becomes of a run when somebody may no longer do what it rests on, or when its organization is being deleted. */
let world: World;
let registry: Companies;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 30) });
  await registry.run();
});

afterAll(() => world.close());

const owner = () => world.tenant.caller;
const orgId = () => owner().organizationId;

const member = (role: Role) => addColleague(orgId(), role);

/** A plan that deletes these and waits. */
async function held(from: number, to: number): Promise<RunView> {
  await registry.table.remove(...companies(from, to).map(({ Code }) => Code));
  const run = await registry.run();
  expect(run.status).toBe("held");
  return run;
}

const approve = (by: Caller, run: RunView) => approveRun(by, run.id, { planHash: run.planHash ?? "" });

/** Notion's next batch is the last that is written while the person is a member. */
function leaveAfterBatch(personId: string): void {
  meddle.after = async (kind) => {
    if (kind !== "notion") return;
    meddle.after = null;
    await withOrg(orgId(), (db) => removeMember(db, personId));
  };
}

/** What is left of the plan waits again, and another approval of it carries it out. */
async function heldAgainUntilApproved(run: RunView, notionRows: number): Promise<void> {
  expect(await world.carry(run)).toMatchObject({ status: "held", decidedBy: null, planHash: run.planHash });
  expect(await registry.notion.rows()).toHaveLength(notionRows);
  expect(await getRegistry(owner(), registry.id)).toMatchObject({
    state: "held",
    stateReason: expect.stringContaining("may no longer"),
  });
  await approve(owner(), run);
  expect((await world.carry(run)).status).toMatch(/^done/);
  await registry.equal();
  await world.ours("update rows.row_version set at = at - interval '2 days' where cells is null");
}

describe("an approval counts only while its person may give it", () => {
  test("who loses the role before anything is written", async () => {
    const rows = (await registry.notion.rows()).length;
    const run = await held(rows - 5, rows);
    const { personId, caller } = await member("approver");
    await approve(caller, run);
    await withOrg(orgId(), (db) => changeMemberRole(db, personId, "editor"));
    await heldAgainUntilApproved(run, rows);
  });

  test("who leaves between two batches: the rest waits", async () => {
    const rows = (await registry.notion.rows()).length;
    const run = await held(rows - 5, rows);
    const { personId, caller } = await member("approver");
    await approve(caller, run);
    leaveAfterBatch(personId);
    // Five operations are a batch of Notion's there.
    await heldAgainUntilApproved(run, rows - 5);
  });

  test("who leaves between two batches, and then it is rejected: what was deleted by then comes back, nothing more goes", async () => {
    const before = await registry.equal();
    const run = await held(before.length - 5, before.length);
    const { personId, caller } = await member("approver");
    await approve(caller, run);
    leaveAfterBatch(personId);
    expect((await world.carry(run)).status).toBe("held");
    expect(await registry.notion.rows()).toHaveLength(before.length - 5);
    const { restoreRunId } = await rejectRun(owner(), run.id, { restore: [registry.sides.postgres] });
    expect((await world.carry(run)).status).toBe("stopped");
    const written = await world.ours(
      "select from ledger.entry where run_id = $1 and action = 'row.written'",
      [runUuid(run)],
    );
    expect(written).toHaveLength(5);
    let restored = await world.carry({ ...run, id: restoreRunId ?? "" });
    if (restored.status === "held") {
      await approve(owner(), restored);
      restored = await world.carry(restored);
    }
    expect(restored.status).toMatch(/^done/);
    expect(await registry.equal()).toEqual(before);
    expect((await registry.run()).counts).toMatchObject({ create: 0, update: 0, delete: 0 });
  });

  test("who keeps the role, and may no longer decide on a field that the plan changes", async () => {
    const count = (await registry.notion.rows()).length;
    await registry.table.edit("C01", "City", "Porto");
    const run = await held(count - 5, count);
    const { caller } = await member("approver");
    await approve(caller, run);
    await updateRegistry(owner(), registry.id, { access: { City: { roles: ["owner"] } } });
    await heldAgainUntilApproved(run, count);
    const [first] = (await registry.notion.rows()).filter(({ Code }) => Code === "C01");
    expect(first?.City).toBe("Porto");
  });

  test("a key that is revoked approves nothing any more", async () => {
    const count = (await registry.notion.rows()).length;
    const run = await held(count - 5, count);
    const { personId, caller } = await member("approver");
    const [id, { hash, hint }] = [newUuid(), makeApiKey()];
    await withOrg(orgId(), (db) =>
      insertApiKey(db, orgId(), { id, name: "k", hash, hint, scopes: ["runs:approve"], personId }),
    );
    await approve({ ...caller, actor: { type: "api-key", ref: publicId("key", id) } }, run);
    await withOrg(orgId(), (db) => revokeApiKey(db, id, new Date()));
    await heldAgainUntilApproved(run, count);
  });
});

test("a run that somebody asked for goes on when he has left: it is the registry's", async () => {
  const { personId, caller } = await member("editor");
  await registry.notion.edit("C01", "Name", "Renamed by somebody who leaves");
  const run = await world.request(registry.id, {}, { ...world.tenant, caller });
  await withOrg(orgId(), (db) => removeMember(db, personId));
  expect((await world.carry(run)).status).toMatch(/^done/);
  await registry.equal();
});

test("who may decide on a field counts at once: a worker that goes by the old rule keeps nothing more", async () => {
  await registry.table.edit("C03", "Name", "Edited while the rule changes");
  const epochOf = async () =>
    (await world.ours<{ epoch: number }>("select epoch from registry"))[0]?.epoch ?? 0;
  const run = await world.request(registry.id);
  const before = await epochOf();
  meddle.before = async () => {
    meddle.before = null;
    await updateRegistry(owner(), registry.id, { access: { Staff: { approval: true } } });
  };
  expect((await world.carry(run)).status).toMatch(/^done/);
  // Taken, taken away by the change, taken again.
  expect(await epochOf()).toBe(before + 3);
  await registry.equal();
});

describe("an organization that is being deleted", () => {
  test("stands still in the middle of a run, which goes on when it is kept", async () => {
    const { caller } = await member("owner");
    await registry.table.edit("C02", "Name", "Edited before the deletion");
    const run = await world.request(registry.id);
    meddle.before = async () => {
      meddle.before = null;
      await closeOrganization(caller, "Ada");
    };
    expect((await world.carry(run)).status).toBe("running");
    // The batch that was out when it was asked for is the last one.
    const before = await sides();
    await world.carry(run);
    expect(await sides()).toEqual(before);
    const later = new Date(Date.now() + 60 * 60_000);
    expect(await requestDueRuns(later)).toEqual({ requested: 0, checks: 0, resent: 0, expired: 0 });
    expect(await getRun(caller, run.id)).toMatchObject({ status: "running" });
    await keepOrganization(caller);
    await world.ours(
      "update registry set lease_until = now() - interval '1 minute' where lease_until is not null",
    );
    expect(await requestDueRuns(later)).toMatchObject({ resent: 1 });
    expect((await world.carry(run)).status).toMatch(/^done/);
    await registry.equal();
  });
});

const sides = () => Promise.all([registry.notion.rows(), registry.table.rows(), registry.sheet.rows()]);
