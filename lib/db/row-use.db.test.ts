import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newUuid } from "@/lib/ids";
import { type ControlPlane, openControlPlane } from "./control-plane.test-kit";
import { openPostgresHarness } from "./testing/run-store-kit/postgres-harness";
import { decision } from "./testing/run-store-kit/samples";
import { WAITED_LOCKS, waitingForTurn } from "./testing/waiting-for-turn";

let plane: ControlPlane;
let admin: pg.Pool;

beforeAll(async () => {
  plane = await openControlPlane();
  admin = new pg.Pool({ connectionString: plane.adminUrl, max: 1 });
});

afterAll(async () => {
  await admin.end();
  await plane.close();
});

test("a plan that asks for room while another is made waits for it, and counts its new rows", async () => {
  const { store, registry, contacts, addRun } = await openPostgresHarness();
  const runId = await addRun({ status: "running" });
  const answer = Promise.withResolvers<number>();
  await store.transact(async (tx) => {
    expect(await tx.claimRows(registry.id)).toBe(0);
    store.transact((other) => other.claimRows(contacts.id)).then(answer.resolve, answer.reject);
    await waitingForTurn(answer.promise, async () => (await admin.query(WAITED_LOCKS)).rows.length);
    await tx.storeDecisions(runId, [decision(newUuid(), "Ada")]);
  });
  expect(await answer.promise).toBe(1);
});
