import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { onDemandRuns } from "@/lib/db/runs";
import { advanceRun } from "@/lib/sync/advance";
import {
  type Companies,
  type CompaniesOptions,
  companies,
  makeCompanies,
} from "@/lib/sync/testing/companies";
import { jumpingClock, meddle } from "@/lib/sync/testing/meddle";
import { runUuid, type World } from "@/lib/sync/testing/world";
import { getRegistry } from "../registries/browse-registries";
import { listRuns } from "../runs/browse-runs";
import { requestDueRuns } from "../runs/request-due-runs";
import { requestRun } from "../runs/request-run";
import { getConnection } from "./browse-connections";
import { disconnectConnection } from "./disconnect-connection";
import { openTraveller, type Traveller } from "./testing/traveller";
import { tryRefusedConnections } from "./try-refused-connections";

vi.mock("@/lib/reach/open-connection", async (original) => {
  const { meddled } = await import("@/lib/sync/testing/meddle");
  return meddled(await original<typeof import("@/lib/reach/open-connection")>());
});

let world: World;
let ada: Caller;
let connect: Traveller["connect"];
let ledger: Traveller["ledger"];

beforeAll(async () => {
  ({ world, ada, connect, ledger } = await openTraveller());
});

afterAll(() => world.close());

const view = (registry: Companies) => getRegistry(ada, registry.id);
const runs = async (registry: Companies) => (await listRuns(ada, registry.id, null)).data;
const isQueued = ({ status }: { readonly status: string }): boolean => status === "queued";
const inTime = () => ({ until: Date.now() + 60_000 });
const later = (hours: number) => new Date(Date.now() + hours * 3_600_000);
const syncsOf = async (registry: Companies) => (await runs(registry)).filter(({ kind }) => kind === "sync");

/** A registry on a Google account that is connected by consent, synced once. */
async function syncedOn(google: string, options: CompaniesOptions): Promise<Companies> {
  const tenant = { ...world.tenant, connections: { ...world.tenant.connections, google } };
  const registry = await makeCompanies(world, { ...options, tenant });
  expect(await registry.run()).toMatchObject({ status: "done" });
  return registry;
}

test("one run of each of two registries waits, by hand and by the schedule, and each is carried out once", async () => {
  const google = (await connect({ kind: "google", email: "ada@example.com" })).id;
  const scheduled = await syncedOn(google, {
    notion: companies(1, 3),
    settings: { schedule: "minutes:5" },
  });
  const manual = await syncedOn(google, { name: "By hand", table: "by_hand", notion: companies(1, 3) });
  const counted = () => withOrg(ada.organizationId, (db) => onDemandRuns(db, later(-24), 100));
  const before = (await counted()).length;
  world.google("withdraw-consent", { email: "ada@example.com" });

  await requestDueRuns(new Date((await view(scheduled)).nextRunAt ?? 0));
  const [ticked] = await syncsOf(scheduled);
  if (!ticked) throw new Error("nothing was due");
  expect(await world.carry(ticked)).toMatchObject({
    ...{ status: "queued", finishedAt: null, trigger: { type: "schedule" } },
    error: { kind: "connection-broken", remedy: expect.stringContaining("Reconnect") },
  });
  expect(await getConnection(ada, google)).toMatchObject({ status: "reconnect-needed" });
  const asked = await requestRun(ada, manual.id, { kind: "sync" });
  expect(await world.carry(asked)).toMatchObject({ status: "queued", error: { kind: "connection-broken" } });
  expect((await requestRun(ada, manual.id, { kind: "sync" })).id, "asking again joins it").toBe(asked.id);
  expect((await counted()).length, "what waits uses nothing up").toBe(before);
  for (const registry of [scheduled, manual])
    expect(await view(registry)).toMatchObject({
      ...{ state: "reconnect-needed", stateReason: expect.stringContaining("Google") },
    });
  const sent = world.events().length;
  expect(await requestDueRuns(later(48)), "nothing is due or sent again").toMatchObject({
    ...{ requested: 0, checks: 0, resent: 0 },
  });
  expect(world.events().length).toBe(sent);

  for (const registry of [scheduled, manual]) {
    await registry.notion.edit("C01", "City", "From Notion");
    await registry.table.edit("C02", "City", "From Postgres");
    await registry.sheet.edit("C03", "City", "From the sheet");
    await registry.notion.add({ Code: "C90", Name: "New in Notion" });
    await registry.sheet.add({ Code: "C91", Name: "New in the sheet" });
  }
  const { done } = await connect({ kind: "google", connectionId: google, email: "ada@example.com" });
  expect(done).toMatchObject({ outcome: "reconnected", connectionId: google });
  const waiting = [...(await runs(scheduled)), ...(await runs(manual))].filter(isQueued);
  expect(waiting.map(({ kind }) => kind).sort()).toEqual(["drift-check", "drift-check", "sync", "sync"]);
  expect(world.events().length - sent, "each was sent again, once").toBe(waiting.length);
  for (const [registry, run] of [[scheduled, ticked] as const, [manual, asked] as const]) {
    expect((await syncsOf(registry)).map(({ status }) => status)).toEqual(["queued", "done"]);
    expect(await world.carry(run)).toMatchObject({ status: "done", error: null });
    const rows = await registry.equal();
    expect(rows.map(({ Code }) => Code).sort()).toEqual(["C01", "C02", "C03", "C90", "C91"]);
    expect(rows.flatMap(({ City }) => (City.startsWith("From") ? [City] : [])).sort()).toEqual([
      ...["From Notion", "From Postgres", "From the sheet"],
    ]);
    expect(await view(registry)).toMatchObject({ state: "up-to-date", stateReason: null });
    expect(await syncsOf(registry)).toHaveLength(2);
  }
  expect((await counted()).length, "it counts once it was done").toBe(before + 1);
  expect(await ledger(google)).toEqual([
    ...["connection.created", "connection.refused", "connection.reconnected"],
  ]);
});

test("where a side refuses in the middle of a run the others go on, and what was meant for it is written once it is reconnected", async () => {
  const google = (await connect({ kind: "google", email: "ada@example.com" })).id;
  const registry = await syncedOn(google, { name: "Midway", table: "midway", notion: companies(1, 3) });
  await registry.notion.add(...companies(4, 6));
  meddle.before = (kind) => {
    if (kind !== "google-sheets") return;
    meddle.before = null;
    world.google("withdraw-consent", { email: "ada@example.com" });
  };
  expect(await registry.run()).toMatchObject({ status: "done-with-issues" });
  expect(await view(registry)).toMatchObject({ state: "reconnect-needed" });
  expect(await registry.table.rows(), "Postgres has them").toHaveLength(6);
  expect(await registry.sheet.rows(), "the sheet has not").toHaveLength(3);
  expect(await requestDueRuns(later(48))).toMatchObject({ requested: 0 });
  await connect({ kind: "google", connectionId: google, email: "ada@example.com" });
  const [next] = await syncsOf(registry);
  if (!next) throw new Error("nothing goes on");
  expect(await world.carry(next)).toMatchObject({ status: "done", trigger: { type: "schedule" } });
  expect(await registry.equal()).toHaveLength(6);
  expect(await view(registry)).toMatchObject({ state: "up-to-date" });
  expect(await requestDueRuns(new Date()), "once is enough").toMatchObject({ requested: 0 });
});

test("a run that is refused while it reads goes on where it was", async () => {
  const google = (await connect({ kind: "google", email: "ada@example.com" })).id;
  const registry = await syncedOn(google, { name: "Read", table: "read_half", notion: companies(1, 3) });
  await registry.notion.add(...companies(4, 6));
  const run = await requestRun(ada, registry.id, { kind: "sync" });
  const turn = (clock: () => Date) => advanceRun(ada.organizationId, runUuid(run), clock);
  expect(await turn(jumpingClock())).toMatchObject({ next: "again", phase: "pull" });
  world.google("withdraw-consent", { email: "ada@example.com" });
  expect(await turn(() => new Date())).toMatchObject({ next: "over", phase: "waiting" });
  expect((await runs(registry))[0]).toMatchObject({
    status: "running",
    error: { kind: "connection-broken" },
  });
  expect(await view(registry)).toMatchObject({ state: "reconnect-needed" });
  await connect({ kind: "google", connectionId: google, email: "ada@example.com" });
  expect(await world.carry(run)).toMatchObject({ status: "done", error: null });
  expect(await registry.equal()).toHaveLength(6);
  expect(await syncsOf(registry)).toHaveLength(2);
});

test("what is asked of a disconnected connection waits too, and goes on only once no connection is missing", async () => {
  const google = (await connect({ kind: "google", email: "ada@example.com" })).id;
  const notion = (await connect({ kind: "notion" })).id;
  const tenant = { ...world.tenant, connections: { ...world.tenant.connections, google, notion } };
  const registry = await makeCompanies(world, { name: "Two", table: "two", notion: companies(1, 2), tenant });
  const run = await requestRun(ada, registry.id, { kind: "dry-run" });
  await disconnectConnection(ada, notion);
  await disconnectConnection(ada, google);
  expect(await world.carry(run)).toMatchObject({
    ...{ status: "queued", error: { message: expect.stringContaining("was disconnected") } },
  });
  expect((await view(registry)).state, "a draft stays one").toBe("draft");
  const sent = world.events().length;
  await connect({ kind: "notion", connectionId: notion });
  expect(world.events().length, "Google is still missing").toBe(sent);
  await connect({ kind: "google", connectionId: google, email: "ada@example.com" });
  expect(world.events().length).toBe(sent + 1);
  expect(await world.carry(run)).toMatchObject({ status: "done", error: null });
  expect(await runs(registry), "a draft is not started by that").toHaveLength(1);
});

test("where the vault's key may not be used runs wait for it, and go on by themselves once it may", async () => {
  const google = (await connect({ kind: "google", email: "ada@example.com" })).id;
  const registry = await syncedOn(google, { name: "Sealed", table: "sealed", notion: companies(1, 2) });
  await world.ours("update connection set status = 'needs-key', checked_at = now() where account_name = $1", [
    "ada@example.com",
  ]);
  const run = await requestRun(ada, registry.id, { kind: "sync" });
  expect(await world.carry(run)).toMatchObject({
    ...{ status: "queued", error: { remedy: expect.stringContaining("vault's key") } },
  });
  expect(await tryRefusedConnections(new Date(), inTime()), "not at once").toBe(0);
  const sent = world.events().length;
  expect(await tryRefusedConnections(later(0.1), inTime())).toBeGreaterThan(0);
  expect(world.events().length).toBeGreaterThan(sent);
  expect(await getConnection(ada, google)).toMatchObject({ status: "working", problem: null });
  expect(await world.carry(run)).toMatchObject({ status: "done", error: null });
});
