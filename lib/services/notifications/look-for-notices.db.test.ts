import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { listDeliveries } from "@/lib/db/notice-deliveries";
import { publicId } from "@/lib/ids";
import { sweepExpired } from "../housekeeping/sweep-expired";
import { lookEverywhere, lookForNotices } from "./look-for-notices";
import { muteRegistry, unmuteRegistry } from "./mute-registry";
import { type Desk, openDesk } from "./testing/desk";

let plane: ControlPlane;
let desk: Desk;
let hook: string;
let next = 0;

beforeAll(async () => {
  plane = await openControlPlane();
});
beforeEach(async () => {
  next += 1;
  desk = await openDesk(`Place ${next}`);
  hook = (await desk.channel({ kind: "webhook", url: "https://example.com/hook" })).id;
});
afterAll(() => plane.close());

const START = new Date("2026-11-29T10:00:00.000Z");
const after = (minutes: number): Date => new Date(START.getTime() + minutes * 60_000);
const look = (minutes: number) => lookForNotices(desk.organizationId, after(minutes));

/** What was put on its way on the channel, the oldest first. */
const told = async (channel = hook): Promise<string[]> => {
  const all = await withOrg(desk.organizationId, (db) => listDeliveries(db, channel));
  return all.map(({ message }) => (message as { type: string }).type).toReversed();
};

test("a held plan is told once, however often and by however many it is looked for, and its end with what became of it", async () => {
  await desk.hold();
  const looks = await Promise.all([look(0), look(0), look(0)]);
  expect(looks.reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(await look(1)).toBe(0);
  expect(await told()).toEqual(["registry.held"]);

  const decidedBy = { decision: "approved", ref: "per_1", at: after(2).toISOString() };
  await desk.change((db) =>
    db.run.updateMany({ where: { id: desk.runId }, data: { status: "running", decidedBy } }),
  );
  await desk.leave("syncing", { stateReason: null });
  expect(await look(2)).toBe(1);
  expect(await look(3)).toBe(0);
  expect(await told()).toEqual(["registry.held", "registry.held.ended"]);
  const [newest] = await withOrg(desk.organizationId, (db) => listDeliveries(db, hook));
  expect(newest?.message).toMatchObject({
    data: { outcome: "approved", brakes: [{ kind: "deletes", value: 36, limit: 24, total: 240 }] },
  });
});

test("what comes and goes is told once, and its end when that has stood", async () => {
  await desk.leave("stopped");
  await look(0);
  await desk.leave("up-to-date");
  await look(1);
  await desk.leave("stopped");
  await look(3);
  await desk.leave("up-to-date");
  await look(4);
  await look(8);
  expect(await told()).toEqual(["registry.stopped"]);
  await look(9);
  await look(10);
  expect(await told()).toEqual(["registry.stopped", "registry.stopped.ended"]);
});

test("what goes by itself before it has stood is not told, nor its end", async () => {
  await desk.leave("up-to-date-with-issues", { failures: 1 });
  await look(0);
  await desk.leave("up-to-date", { failures: 0 });
  await look(3);
  await look(9);
  expect(await told()).toEqual([]);
  await desk.leave("up-to-date-with-issues", { failures: 1 });
  await look(10);
  await look(15);
  expect(await told()).toEqual(["registry.failing"]);
});

test("of a connection that is lost is told once, and not of each registry that waits for it", async () => {
  await desk.change((db) =>
    db.connection.updateMany({
      where: { id: desk.connectionId },
      data: { status: "reconnect-needed", problem: "The token was revoked." },
    }),
  );
  await desk.leave("reconnect-needed");
  await look(0);
  await look(2);
  expect(await told()).toEqual(["connection.lost"]);
  const [lost] = await withOrg(desk.organizationId, (db) => listDeliveries(db, hook));
  expect(lost?.message).toMatchObject({
    data: { reason: "The token was revoked.", registries: [{ name: `Place ${next}` }] },
  });
  await desk.change((db) =>
    db.connection.updateMany({ where: { id: desk.connectionId }, data: { status: "working" } }),
  );
  await desk.leave("up-to-date");
  await look(3);
  await look(8);
  expect(await told()).toEqual(["connection.lost", "connection.lost.ended"]);
});

test("a muted registry is not told; unmuted it is, if it still stands", async () => {
  const registry = publicId("reg", desk.registryId);
  await muteRegistry(desk.caller, registry, { hours: 1 }, START);
  await desk.leave("stopped");
  await look(0);
  expect(await told()).toEqual([]);
  await unmuteRegistry(desk.caller, registry, START);
  await look(1);
  expect(await told()).toEqual(["registry.stopped"]);
});

test("a digest comes at the reader's morning, once a day, and only while something waits", async () => {
  const daily = await desk.channel({
    ...{ kind: "webhook", url: "https://example.com/daily", level: "critical" },
    ...{ digest: true, timeZone: "Europe/Berlin" },
  });
  const at = (iso: string) => lookForNotices(desk.organizationId, new Date(iso));
  const dueAt = (iso: string) =>
    desk.change((db) =>
      db.notificationChannel.updateMany({ where: { id: daily.id }, data: { nextDigestAt: new Date(iso) } }),
    );
  await dueAt("2026-11-29T07:00:00Z");
  await at("2026-11-29T07:00:00Z");
  expect(await told(daily.id)).toEqual([]);
  await desk.hold();
  await at("2026-11-29T12:00:00Z");
  expect(await told(daily.id)).toEqual(["registry.held"]);
  await at("2026-11-30T06:59:00Z");
  expect(await told(daily.id)).toEqual(["registry.held"]);
  await at("2026-11-30T07:00:00Z");
  await dueAt("2026-11-30T07:00:00Z");
  await at("2026-11-30T07:01:00Z");
  expect(await told(daily.id)).toEqual(["registry.held", "digest"]);
});

test("where nobody would be told, nothing is kept; every organization that has a channel is looked at", async () => {
  await desk.change((db) => db.notificationChannel.updateMany({ data: { disabledAt: START } }));
  await desk.leave("stopped");
  expect(await look(0)).toBe(0);
  await withOrg(desk.organizationId, async (db) => expect(await db.notice.count()).toBe(0));
  await desk.change((db) => db.notificationChannel.updateMany({ data: { disabledAt: null } }));
  const { looked, told: all } = await lookEverywhere(after(1));
  expect(looked).toBeGreaterThan(0);
  expect(all).toBeGreaterThan(0);
  expect(await told()).toEqual(["registry.stopped"]);
});

test("what was told a month ago is forgotten, and what is on its way is not", async () => {
  await desk.leave("stopped");
  await look(0);
  const month = new Date(START.getTime() + 31 * 24 * 60 * 60_000);
  expect((await sweepExpired(month)).deliveries).toBe(0);
  await desk.change((db) => db.noticeDelivery.updateMany({ data: { status: "sent", nextAt: null } }));
  expect((await sweepExpired(month)).deliveries).toBe(1);
  expect(await told()).toEqual([]);
});
