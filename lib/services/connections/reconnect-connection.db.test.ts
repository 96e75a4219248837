import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import { uuidOf } from "@/lib/ids";
import { noteRefusals } from "@/lib/reach/note-refusals";
import { companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { getRegistry } from "../registries/browse-registries";
import { listRuns } from "../runs/browse-runs";
import { requestRun } from "../runs/request-run";
import { getConnection, listEndedConnections } from "./browse-connections";
import { checkConnection } from "./check-connection";
import { createTriedConnection } from "./create-connection";
import { disconnectConnection } from "./disconnect-connection";
import { reconnectConnection } from "./reconnect-connection";
import { renameConnection } from "./rename-connection";
import { startConsent } from "./start-consent";
import type { NotOpened } from "./try-credentials";
import { tryRefusedConnections } from "./try-refused-connections";

/** What happens while a connection is tried, once: after its system answered, before anything is noted. */
const meanwhile: { event: (() => Promise<unknown>) | null } = { event: null };

vi.mock("@/lib/reach/open-connection", async (original) => {
  const actual = await original<typeof import("@/lib/reach/open-connection")>();
  const openConnection: typeof actual.openConnection = async (...place) => {
    const connector = await actual.openConnection(...place);
    const check = async () => {
      const checks = await connector.check();
      const { event } = meanwhile;
      meanwhile.event = null;
      await event?.();
      return checks;
    };
    return { ...connector, check };
  };
  return { ...actual, openConnection };
});

const inTime = () => ({ until: Date.now() + 60_000 });

let world: World;
let caller: Caller;

beforeAll(async () => {
  world = await openWorld();
  caller = world.tenant.caller;
});

afterAll(() => world.close());

test("a token that was taken away holds its registry, and a new one of the same workspace sets it going", async () => {
  const registry = await makeCompanies(world, { notion: companies(1, 2) });
  await registry.run();
  const { notion } = world.tenant.connections;
  const [, last4] = /ending in (\w+)/.exec((await getConnection(caller, notion)).label) ?? [];
  expect(last4).toHaveLength(4);
  world.notion("revoke-token", { token: await tokenEndingIn(last4 ?? "") });
  expect((await registry.run()).status).toBe("queued");
  expect(await getConnection(caller, notion)).toMatchObject({ status: "reconnect-needed" });
  expect((await listEndedConnections(caller)).map(({ id }) => id)).toEqual([notion]);
  expect((await getRegistry(caller, registry.id)).state).toBe("reconnect-needed");

  const soon = new Date(Date.now() + 60_000);
  expect(await tryRefusedConnections(soon, inTime()), "an hour must pass").toBe(0);
  expect(await tryRefusedConnections(new Date(Date.now() + 2 * 3_600_000), inTime()), "still refused").toBe(
    0,
  );

  const { token } = world.notion<{ token: string }>("create-workspace-token");
  const input = { kind: "notion" as const, credentials: { token }, otherAccount: false };
  expect(await reconnectConnection(caller, notion, input)).toEqual({ outcome: "reconnected", started: 1 });
  const [run] = (await listRuns(caller, registry.id, null)).data;
  if (run) await world.carry(run);
  expect((await getRegistry(caller, registry.id)).state).toBe("up-to-date");
  await registry.equal();
  expect(await listEndedConnections(caller)).toEqual([]);

  await requestRun(caller, registry.id, { kind: "sync" });
  const sent = world.events().length;
  await checkConnection(caller, notion);
  expect(world.events().length, "a check of what works sends no run once more").toBe(sent);
});

/** The sandbox tells no tokens; our own vault does. */
async function tokenEndingIn(last4: string): Promise<string> {
  const { openCredentials } = await import("@/lib/vault/vault");
  const rows = await world.ours<{
    organization_id: string;
    connection_id: string;
    field: string;
    sealed: string;
  }>("select * from credential where field = 'token'");
  for (const { organization_id: organizationId, connection_id: connectionId, field, sealed } of rows) {
    const { token } = await openCredentials({ organizationId, connectionId }, [{ field, sealed }]);
    if (String(token).endsWith(last4)) return String(token);
  }
  throw new Error("no token ends so");
}

describe("what a check finds is noted of the access that was tried only", () => {
  const made = async () => {
    const { token } = world.notion<{ token: string }>("create-workspace-token");
    const input = { kind: "notion" as const, name: "Tried", credentials: { token } };
    const { connection } = await createTriedConnection(caller, input);
    return { id: connection.id, revoke: () => world.notion("revoke-token", { token }) };
  };
  const anew = (id: string) => {
    const { token } = world.notion<{ token: string }>("create-workspace-token");
    return reconnectConnection(caller, id, { kind: "notion", credentials: { token }, otherAccount: true });
  };
  test.each(["refused", "accepted"])(
    "one that is disconnected while it is %s stays disconnected",
    async (answer) => {
      const { id, revoke } = await made();
      if (answer === "refused") revoke();
      meanwhile.event = () => disconnectConnection(caller, id);
      await checkConnection(caller, id);
      expect(meanwhile.event).toBeNull();
      expect(await getConnection(caller, id)).toMatchObject({ status: "disconnected" });
    },
  );

  test.each([
    ["a person's check", (id: string) => checkConnection(caller, id)] as const,
    ["a run", (id: string) => noteRefusals(caller.organizationId, [uuidOf("con", id) ?? ""])] as const,
  ])("one that is reconnected while %s tries the old token works", async (_, tryIt) => {
    const { id, revoke } = await made();
    revoke();
    meanwhile.event = () => anew(id);
    await tryIt(id);
    expect(meanwhile.event).toBeNull();
    expect(await getConnection(caller, id)).toMatchObject({ status: "working", problem: null });
  });
});

test("a database by its fields in place of its URL is the same; another one must be agreed to", async () => {
  const { postgres } = world.tenant.connections;
  const [{ url = "" } = {}] = await world.sql<{ url: string }>("select current_database() as url");
  const connection = await getConnection(caller, postgres);
  expect(connection.account).toContain(url);
  const address = await databaseAddress();
  const fields = { ...address, database: url };
  const input = { kind: "postgres" as const, credentials: fields, otherAccount: false };
  expect(await reconnectConnection(caller, postgres, input)).toMatchObject({ outcome: "reconnected" });
  const other = { ...input, credentials: { ...fields, database: "postgres" } };
  expect(await reconnectConnection(caller, postgres, other)).toMatchObject({
    outcome: "other-account",
    accounts: { after: expect.stringContaining("postgres") },
  });
  expect((await getConnection(caller, postgres)).account).toContain(url);
  const agreed = { ...other, otherAccount: true };
  expect(await reconnectConnection(caller, postgres, agreed)).toMatchObject({ outcome: "reconnected" });
  expect((await getConnection(caller, postgres)).account).toContain("postgres at");
});

test("a database that is refused tells everything that was tried; one that only reads is connected, and says so", async () => {
  const { host, port } = await databaseAddress();
  const [{ database = "" } = {}] = await world.sql<{ database: string }>(
    "select current_database() as database",
  );
  const role = `reader_${database}`;
  await world.ours(`create role ${role} login password 'TESTONLY-right'`);
  await world.sql(`create table only_read (id int primary key); grant select on only_read to ${role}`);
  const fields = { host, port, database, user: role, password: "TESTONLY-right" };
  const create = (password: string) =>
    createTriedConnection(caller, { kind: "postgres", name: "Books", credentials: { ...fields, password } });
  const refused = create("TESTONLY-wrong");
  await expect(refused).rejects.toMatchObject({ kind: "invalid-input", remedy: expect.any(String) });
  const { checks: tried } = (await refused.catch((thrown) => thrown)) as NotOpened;
  expect(tried.map(({ name, ok }) => [name, ok])).toEqual([
    ...[
      ["reachable", true],
      ["tls", true],
      ["authorized", false],
      ["can-read", null],
      ["can-write", null],
    ],
  ]);
  const { connection, checks } = await create("TESTONLY-right");
  expect(connection).toMatchObject({ status: "working", problem: expect.any(String) });
  expect(checks.find(({ name }) => name === "can-write")).toMatchObject({
    ...{ ok: false, remedy: expect.any(String) },
  });
  await world.sql("drop table only_read");
  await world.ours(`drop role ${role}`);
});

test("credentials that do not work, or are another system's, change nothing", async () => {
  const { postgres } = world.tenant.connections;
  const before = await getConnection(caller, postgres);
  const address = await databaseAddress();
  const wrong = { ...address, database: "postgres", password: "TESTONLY wrong" };
  const asked = { kind: "postgres" as const, credentials: wrong, otherAccount: true };
  await expect(reconnectConnection(caller, postgres, asked)).rejects.toMatchObject({ kind: "invalid-input" });
  const { token } = world.notion<{ token: string }>("create-workspace-token");
  await expect(
    reconnectConnection(caller, postgres, { kind: "notion", credentials: { token }, otherAccount: true }),
  ).rejects.toMatchObject({ kind: "invalid-input" });
  expect(await getConnection(caller, postgres)).toEqual(before);
});

test("of several made at once as many are made as the plan has places, and nobody is sent away for one more", async () => {
  const few = (await world.addTenant("Few")).caller;
  await world.ours("update public.organization set plan = 'free' where id = $1", [few.organizationId]);
  const place = await databaseAddress();
  const create = () =>
    createTriedConnection(few, {
      kind: "postgres",
      name: "Books",
      credentials: { ...place, database: "postgres" },
    });
  const tries = await Promise.allSettled(Array.from({ length: 9 }, create));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(7);
  const none = { kind: "limit-reached", message: "The Free plan has 10 connections; 10 of 10 are used." };
  for (const one of tries) if (one.status === "rejected") expect(one.reason).toMatchObject(none);
  const start = { kind: "notion" as const, sessionHash: "a".repeat(64), files: null, returnTo: "/" };
  await expect(startConsent(few, { ...start, connectionId: null })).rejects.toMatchObject(none);
});

test("a name is changed, and only to a name", async () => {
  const { google } = world.tenant.connections;
  expect(await renameConnection(caller, google, "  Books ")).toMatchObject({ name: "Books" });
  await expect(renameConnection(caller, google, " ")).rejects.toMatchObject({ kind: "invalid-input" });
});

async function databaseAddress() {
  const { inject } = await import("vitest");
  const url = new URL(inject("testServer").ownerUrl);
  return {
    host: url.hostname,
    port: Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}
