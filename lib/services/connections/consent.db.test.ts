import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, type Role, scopesOf } from "@/lib/auth/policy";
import { forgetEnv } from "@/lib/env";
import { newUuid, publicId } from "@/lib/ids";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { requestDueRuns } from "@/lib/services/runs/request-due-runs";
import { companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { listRuns } from "../runs/browse-runs";
import { getConnection } from "./browse-connections";
import { checkConnection } from "./check-connection";
import { acceptOtherAccount, findOtherAccount } from "./decide-offer";
import { deleteConnection, disconnectConnection } from "./disconnect-connection";
import { finishConsent } from "./finish-consent";
import { type ConsentKind, startConsent } from "./start-consent";
import { consentAt } from "./testing/consent-page";

let world: World;
let ada: Caller;

const SESSION = "a".repeat(64);

beforeAll(async () => {
  world = await openWorld();
  // Google leads back to registered addresses only; the pretended one takes any on this machine.
  process.env.APP_URL = "http://127.0.0.1:3000";
  forgetEnv();
  ada = person(world.tenant.caller.organizationId);
});

afterAll(() => world.close());

function person(organizationId: string, role: Role = "owner"): Caller {
  const actor = { type: "person" as const, ref: publicId("per", newUuid()) };
  return { organizationId, actor, role, scopes: scopesOf(role), requestId: newUuid() };
}

interface Way {
  readonly caller?: Caller;
  readonly kind: ConsentKind;
  readonly connectionId?: string;
  readonly email?: string;
  readonly untick?: string;
  readonly decline?: boolean;
}

/** To the provider and back: what the browser comes back with. */
async function away({ caller = ada, kind, connectionId, ...choice }: Way) {
  const start = {
    kind,
    sessionHash: SESSION,
    connectionId: connectionId ?? null,
    returnTo: "/x/connections",
  };
  const url = await startConsent(caller, start);
  return { url, came: await consentAt(url, choice) };
}

async function connect(way: Way) {
  const { came } = await away(way);
  const done = await finishConsent(way.caller ?? ada, { kind: way.kind, sessionHash: SESSION, came });
  return { done, id: "connectionId" in done ? done.connectionId : "" };
}

const ledger = async (id: string) =>
  (
    await world.ours<{ action: string }>(
      "select action from ledger.entry where target_ref = $1 order by seq",
      [id],
    )
  ).map(({ action }) => action);
const everything = async () =>
  JSON.stringify([
    await world.ours("select * from connection"),
    await world.ours("select * from credential"),
    await world.ours("select * from connect_attempt"),
    await world.ours("select * from ledger.entry"),
  ]);

describe("agreeing", () => {
  test.each([
    ["notion", "Sandbox workspace"],
    ["google", "ada@example.com"],
  ] as const)(
    "%s: the connection works, is named after its account, and no token is readable",
    async (kind, account) => {
      const { url } = await away({ kind });
      expect(new URL(url).searchParams.has("code_challenge")).toBe(kind === "google");
      const { done, id } = await connect({ kind, email: "ada@example.com" });
      expect(done).toMatchObject({ outcome: "connected", returnTo: "/x/connections" });
      expect(await getConnection(ada, id)).toMatchObject({ account, name: account, status: "working" });
      const checks = await checkConnection(ada, id);
      expect(checks.filter(({ ok }) => ok === false && kind === "google")).toEqual([]);
      expect(await ledger(id)).toEqual(["connection.created"]);
      expect(await everything()).not.toMatch(/ntn_|nrt_|ya29|1\/\/0/);
    },
  );

  test("saying no is calm, and what was not ticked is named", async () => {
    expect((await connect({ kind: "google", decline: true })).done).toMatchObject({ outcome: "declined" });
    const { done } = await connect({ kind: "google", untick: "drive.metadata" });
    expect(done).toEqual({
      outcome: "missing",
      missing: ["See the list of your files in Google Drive"],
      returnTo: "/x/connections",
    });
  });

  test.each([
    ["another session", (came: object) => ({ came, sessionHash: "b".repeat(64) })],
    ["another person", (came: object) => ({ came, caller: person(ada.organizationId) })],
    ["another provider's return", (came: object) => ({ came, kind: "notion" as const })],
    ["an hour later", (came: object) => ({ came, now: new Date(Date.now() + 3_600_000) })],
    ["a state nobody gave", (came: object) => ({ came: { ...came, state: "org_x.y" } })],
  ])("%s gets nothing, and costs its owner nothing", async (_, change) => {
    const { came } = await away({ kind: "google" });
    const { caller, now, ...stolen } = { caller: ada, now: new Date(), ...change(came) } as {
      caller: Caller;
      now: Date;
    };
    const arrival = { kind: "google" as const, sessionHash: SESSION, came, ...stolen };
    expect(await finishConsent(caller, arrival, now)).toEqual({ outcome: "expired", returnTo: null });
    if (now.getTime() > Date.now()) return;
    const own = await finishConsent(ada, { kind: "google", sessionHash: SESSION, came });
    expect(own.outcome).toBe("connected");
    expect(await finishConsent(ada, { kind: "google", sessionHash: SESSION, came })).toMatchObject({
      outcome: "expired",
    });
  });

  test("another organization's state, and a code that was used elsewhere, open nothing", async () => {
    const other = person((await world.addTenant("Bob")).caller.organizationId);
    const { came } = await away({ kind: "notion" });
    expect(await finishConsent(other, { kind: "notion", sessionHash: SESSION, came })).toMatchObject({
      outcome: "expired",
    });
    await finishConsent(ada, { kind: "notion", sessionHash: SESSION, came });
    const second = await away({ kind: "notion" });
    const replayed = { ...second.came, code: came.code };
    expect(await finishConsent(ada, { kind: "notion", sessionHash: SESSION, came: replayed })).toMatchObject({
      outcome: "refused",
      error: { kind: "invalid-input" },
    });
  });

  test("a viewer may not", async () => {
    const viewer = person(ada.organizationId, "viewer");
    await expect(away({ kind: "notion", caller: viewer })).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("access that ends", () => {
  test("runs wait, all sides are edited meanwhile, and after reconnecting one run makes them equal", async () => {
    const google = (await connect({ kind: "google", email: "ada@example.com" })).id;
    const notion = (await connect({ kind: "notion" })).id;
    const tenant = { ...world.tenant, connections: { ...world.tenant.connections, google, notion } };
    const registry = await makeCompanies(world, {
      notion: companies(1, 6),
      settings: { schedule: "minutes:5" },
      tenant,
    });
    await registry.run();
    const view = () => getRegistry(world.tenant.caller, registry.id);
    world.google("withdraw-consent", { email: "ada@example.com" });
    const failed = await registry.run();
    expect(failed.status).toBe("failed");
    expect(await getConnection(ada, google)).toMatchObject({ status: "reconnect-needed" });
    expect(await view()).toMatchObject({ state: "reconnect-needed" });
    expect(await ledger(google)).toEqual(["connection.created", "connection.refused"]);
    const later = new Date(Date.now() + 48 * 3_600_000);
    const before = (await listRuns(ada, registry.id, null)).data.length;
    await requestDueRuns(later);
    expect((await listRuns(ada, registry.id, null)).data.length, "no run while it is refused").toBe(before);

    await registry.notion.edit("C01", "City", "From Notion");
    await registry.table.edit("C02", "City", "From Postgres");
    await registry.sheet.edit("C03", "City", "From the sheet");
    await registry.notion.add({ Code: "C90", Name: "New in Notion" });
    await registry.sheet.add({ Code: "C91", Name: "New in the sheet" });
    const { done } = await connect({ kind: "google", connectionId: google, email: "ada@example.com" });
    expect(done).toMatchObject({ outcome: "reconnected", connectionId: google });
    const [run] = (await listRuns(ada, registry.id, null)).data;
    expect(run?.status).toBe("queued");
    if (run) expect(await world.carry(run)).toMatchObject({ status: "done" });
    const rows = await registry.equal();
    expect(rows.map(({ Code }) => Code).sort()).toEqual([
      "C01",
      "C02",
      "C03",
      "C04",
      "C05",
      "C06",
      "C90",
      "C91",
    ]);
    expect(rows.flatMap(({ City }) => (City.startsWith("From") ? [City] : [])).sort()).toEqual([
      "From Notion",
      "From Postgres",
      "From the sheet",
    ]);
    expect(await view()).toMatchObject({ state: "up-to-date" });
  });

  test("another account changes nothing until its person has agreed to exactly that", async () => {
    const { id } = await connect({ kind: "google", email: "eve@example.com" });
    const { done } = await connect({ kind: "google", connectionId: id, email: "mallory@example.com" });
    if (done.outcome !== "other-account") throw new Error(done.outcome);
    const offer = { id: done.offerId, sessionHash: SESSION };
    expect(await getConnection(ada, id)).toMatchObject({ account: "eve@example.com" });
    expect(await findOtherAccount(ada, offer)).toEqual({
      connection: "eve@example.com",
      before: "eve@example.com",
      after: "mallory@example.com",
    });
    expect(await findOtherAccount(ada, { ...offer, sessionHash: "b".repeat(64) })).toBeNull();
    await expect(acceptOtherAccount(person(ada.organizationId), offer)).rejects.toMatchObject({
      kind: "stale",
    });
    await acceptOtherAccount(ada, offer);
    expect(await getConnection(ada, id)).toMatchObject({ account: "mallory@example.com", status: "working" });
    await expect(acceptOtherAccount(ada, offer)).rejects.toMatchObject({ kind: "stale" });
    expect(await ledger(id)).toEqual(["connection.created", "connection.reconnected"]);
  });

  test("disconnecting revokes, forgets the ciphertext, and the next run fails closed with the reason", async () => {
    const { id } = await connect({ kind: "notion" });
    const google = (await connect({ kind: "google", email: "ada@example.com" })).id;
    const tenant = { ...world.tenant, connections: { ...world.tenant.connections, notion: id, google } };
    const registry = await makeCompanies(world, {
      name: "Ended",
      table: "ended",
      notion: companies(1, 2),
      tenant,
    });
    await registry.run();
    world.notion("reset-counts");
    await disconnectConnection(ada, id);
    const { requests } = world.notion<{ requests: Record<string, number> }>("counts");
    expect(requests["POST /v1/oauth/revoke"]).toBe(1);
    expect(await getConnection(ada, id)).toMatchObject({ status: "disconnected" });
    const left = await world.ours(
      "select from credential c join connection n on n.id = c.connection_id where n.status = 'disconnected'",
    );
    expect(left).toEqual([]);
    const run = await registry.run();
    expect(run).toMatchObject({
      status: "failed",
      error: { message: expect.stringContaining("disconnected") },
    });
    await expect(deleteConnection(ada, id)).rejects.toMatchObject({ kind: "stale" });
    expect((await connect({ kind: "notion", connectionId: id })).done.outcome).toBe("reconnected");
  });

  test("a Google account that lives on in another connection is not revoked", async () => {
    const [one, two] = [
      await connect({ kind: "google", email: "twin@example.com" }),
      await connect({ kind: "google", email: "twin@example.com" }),
    ];
    await deleteConnection(ada, one.id);
    expect((await checkConnection(ada, two.id)).every(({ ok }) => ok !== false)).toBe(true);
    await deleteConnection(ada, two.id);
    const payloads = await world.ours<{ payload: string }>(
      "select payload from ledger.entry where action = 'connection.deleted' order by seq",
    );
    expect(payloads.map(({ payload }) => JSON.parse(payload).revoked)).toEqual([
      "kept: another connection uses the account",
      "revoked",
    ]);
  });
});
