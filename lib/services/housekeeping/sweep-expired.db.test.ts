import { afterAll, beforeAll, expect, test } from "vitest";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane, plantOrganization } from "@/lib/db/control-plane.test-kit";
import { takeTokens } from "@/lib/db/rate-buckets";
import { newUuid } from "@/lib/ids";
import { sweepExpired } from "./sweep-expired";

let plane: ControlPlane;

beforeAll(async () => {
  plane = await openControlPlane();
});

afterAll(() => plane.close());

const NOW = new Date("2026-11-29T10:00:00Z");
const DAY_MS = 24 * 60 * 60_000;

test("forgets every organization's answers after a day, buckets that are full, and attempts that are over", async () => {
  const organizations = [await plantOrganization("one"), await plantOrganization("two")];
  for (const { organizationId } of organizations) {
    const kept = (key: string, ageMs: number) => ({
      ...{ organizationId, key, requestHash: "h", status: 200, body: {} },
      createdAt: new Date(NOW.getTime() - ageMs),
    });
    await withOrg(organizationId, (db) =>
      db.idempotencyKey.createMany({ data: [kept("old", DAY_MS + 1), kept("kept", DAY_MS - 1)] }),
    );
  }
  for (const { organizationId, connectionId } of organizations) {
    const attempt = (expiresAt: Date) => ({
      ...{
        organizationId,
        id: newUuid(),
        personRef: "per_1",
        sessionHash: "h",
        kind: "notion",
        connectionId,
      },
      ...{ reconnects: true, returnTo: "/", offered: "v1", expiresAt },
    });
    const data = [attempt(NOW), attempt(new Date(NOW.getTime() + 1))];
    await withOrg(organizationId, (db) => db.connectAttempt.createMany({ data }));
  }
  const bucket = (intervalMs: number) => ({ id: newUuid(), intervalMs, burst: 5 });
  await takeTokens([bucket(1000), bucket(3000)], new Date(NOW.getTime() - 2000));
  expect(await sweepExpired(NOW)).toEqual({ answers: 2, buckets: 1, attempts: 2 });
  for (const { organizationId } of organizations) {
    const left = await withOrg(organizationId, (db) => db.idempotencyKey.findMany());
    expect(left.map(({ key }) => key)).toEqual(["kept"]);
    expect(await withOrg(organizationId, (db) => db.connectAttempt.count())).toBe(1);
  }
  expect(await sweepExpired(NOW)).toEqual({ answers: 0, buckets: 0, attempts: 0 });
});
