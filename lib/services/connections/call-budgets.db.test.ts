import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, SCOPES } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import {
  type ControlPlane,
  openControlPlane,
  type Planted,
  plantOrganization,
} from "@/lib/db/control-plane.test-kit";
import { reserveCalls, stallCalls } from "@/lib/db/provider-buckets";
import { withRows } from "@/lib/db/row-store";
import { countedCalls } from "@/lib/egress/provider-limits";
import { newUuid, publicId } from "@/lib/ids";
import { countedOf } from "@/lib/reach/call-budget";
import { getCallBudget, listCallBudgets } from "./call-budgets";

let plane: ControlPlane;
let planted: Planted;

beforeAll(async () => {
  plane = await openControlPlane();
  planted = await plantOrganization("Acme");
  await withOrg(planted.organizationId, async (db) => {
    await db.connection.updateMany({ data: { kind: "notion", accountId: "w" } });
    await db.run.updateMany({ data: { status: "running" } });
  });
});

afterAll(() => plane.close());

const caller = (): Caller => ({
  organizationId: planted.organizationId,
  actor: { type: "person", ref: publicId("per", newUuid()) },
  role: "viewer",
  scopes: new Set(SCOPES),
  requestId: newUuid(),
});

const budget = async (now?: Date) =>
  (await listCallBudgets(caller(), now)).get(publicId("con", planted.connectionId));

function buckets() {
  const counted = countedOf({ id: planted.connectionId, kind: "notion", accountId: "w", scopes: [] }, null);
  return counted ? countedCalls(counted).flatMap((calls) => calls.buckets) : [];
}

test("a connection that has asked for nothing yet has all that is documented", async () => {
  expect(await budget()).toEqual({
    budgets: [{ what: "calls", perMinute: 180, used: 0 }],
    stalledUntil: null,
    backlog: null,
  });
});

test("what was asked for, what waits, and what has yet to be written are told", async () => {
  const { organizationId, runId, sideId } = planted;
  for (let call = 0; call < 3; call += 1) await reserveCalls(buckets(), { party: "p", lane: "background" });
  await withRows(organizationId, async (client) => {
    for (const [ordinal, status] of ["done", "planned", "sent", "unknown", "dropped"].entries())
      await client.query(
        `insert into rows.plan (organization_id, run_id, ordinal, chunk, row_id, key, side_id, op, status)
         values ($1, $2, $3, 0, $4, 'k', $5, 'create', $6)`,
        [organizationId, runId, ordinal, newUuid(), sideId, status],
      );
  });
  const before = await budget();
  expect(before?.budgets).toMatchObject([{ what: "calls", perMinute: 180 }]);
  expect(before?.budgets[0]?.used).toBeGreaterThan(0);
  // Three writes and a look at what is there, at three calls a second.
  expect(before).toMatchObject({ stalledUntil: null, backlog: { writes: 3, seconds: 2 } });

  const [own, workspace] = buckets();
  if (!own || !workspace) throw new Error("Notion has two buckets");
  await stallCalls(workspace, { retryAfterMs: 90_000, isPace: true });
  await stallCalls(own, { retryAfterMs: 1, isPace: true });
  const now = new Date();
  const after = await budget(now);
  expect(Date.parse(after?.stalledUntil ?? "") - now.getTime()).toBeGreaterThan(80_000);
  expect(after?.budgets).toMatchObject([{ perMinute: 126 }]);
  expect(after?.backlog?.seconds).toBeGreaterThan(80);
});

test("a run that writes nothing has no backlog, and a database counts no calls", async () => {
  await withOrg(planted.organizationId, (db) => db.run.updateMany({ data: { kind: "dry-run" } }));
  expect((await budget())?.backlog).toBeNull();
  await withOrg(planted.organizationId, (db) => db.connection.updateMany({ data: { kind: "postgres" } }));
  expect(await budget()).toBeUndefined();
  const nothing = { budgets: [], stalledUntil: null, backlog: null };
  expect(await getCallBudget(caller(), publicId("con", planted.connectionId))).toEqual(nothing);
});

test("who may not see connections does not see what they use", async () => {
  await expect(listCallBudgets({ ...caller(), scopes: new Set() })).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(getCallBudget(caller(), publicId("con", newUuid()))).rejects.toMatchObject({
    kind: "not-found",
  });
});
