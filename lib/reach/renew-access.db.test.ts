import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Grant } from "@/lib/connectors/oauth";
import { insertConnection, queueForCredentials, sealedCredentials } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { newUuid, publicId } from "@/lib/ids";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { openCredentials, sealCredentials } from "@/lib/vault/vault";
import { consentAt } from "../services/connections/testing/consent-page";
import { credentialsOf } from "./kept-access";
import { openConnection } from "./open-connection";
import { type KeptPlace, renewAccess, renewInTurn } from "./renew-access";
import { oauthProvider } from "./ways-out";

let world: World;
let organizationId: string;

beforeAll(async () => {
  world = await openWorld();
  organizationId = world.tenant.caller.organizationId;
});

afterAll(() => world.close());

beforeEach(() => {
  world.notion("reset-counts");
  world.google("reset-counts");
});

const BACK = "http://127.0.0.1:9/back";
const VERIFIER = "v".repeat(43);

/** A connection as a consent leaves it. */
async function kept(
  kind: "notion" | "google-sheets",
  change: (grant: Grant) => Grant = (grant) => grant,
): Promise<KeptPlace & { readonly token: string }> {
  const provider = oauthProvider(kind);
  if (!provider) throw new Error("no client");
  const challenge = (await import("node:crypto")).createHash("sha256").update(VERIFIER).digest("base64url");
  const { code } = await consentAt(
    provider.authorizeUrl({ redirectUri: BACK, state: "s", challenge, files: "all" }),
    {},
  );
  const grant = await provider.exchange({ code: code ?? "", redirectUri: BACK, verifier: VERIFIER });
  const connectionId = newUuid();
  const place = { organizationId, connectionId };
  const sealed = await sealCredentials(place, credentialsOf(change(grant), null));
  await withOrg(organizationId, (db) =>
    insertConnection(db, organizationId, { id: connectionId, kind, name: "Kept", label: "kept" }, sealed),
  );
  return { ...place, kind, token: grant.accessToken };
}

const stored = async (place: KeptPlace) =>
  openCredentials(
    { organizationId, connectionId: place.connectionId },
    await withOrg(organizationId, (db) => sealedCredentials(db, place.connectionId)),
  );
const notionCalls = (): number =>
  world.notion<{ requests: Record<string, number> }>("counts").requests["POST /v1/oauth/token"] ?? 0;
const googleCalls = (): number =>
  world.google<{ byMethod: Record<string, number> }>("counts").byMethod["oauth.token"] ?? 0;
const authorized = async (place: KeptPlace) => {
  const connector = await openConnection(organizationId, place.connectionId);
  return (await connector.check()).find(({ name }) => name === "authorized")?.ok;
};

describe("many at once", () => {
  test.each([["one process", renewAccess] as const, ["as many processes", renewInTurn] as const])(
    "of %s: the provider is asked once, and all have the new token",
    async (_, renew) => {
      const place = await kept("notion");
      world.notion("reset-counts");
      const answers = await Promise.all(Array.from({ length: 20 }, () => renew(place, place.token)));
      const tokens = new Set(answers.map((answer) => answer?.accessToken));
      expect(tokens.size).toBe(1);
      expect(tokens.has(place.token)).toBe(false);
      expect(notionCalls()).toBe(1);
      expect(await stored(place)).toMatchObject({ accessToken: [...tokens][0] });
      expect(await authorized(place)).toBe(true);
      expect(notionCalls()).toBe(1);
    },
  );
});

describe("a token is renewed while it is used", () => {
  test("where Notion ends it without having said when: the same call goes through", async () => {
    const place = await kept("notion");
    world.notion("expire-tokens");
    expect(await authorized(place)).toBe(true);
    expect((await stored(place)).accessToken).not.toBe(place.token);
  });

  test("before Google ends it: no call is refused first", async () => {
    const place = await kept("google-sheets", (grant) => ({ ...grant, expiresAt: Date.now() + 60_000 }));
    world.google("reset-counts");
    expect(await authorized(place)).toBe(true);
    expect(googleCalls()).toBe(1);
    expect(await authorized(place)).toBe(true);
    expect(googleCalls(), "the stored token serves the next one too").toBe(1);
  });

  test("where Google ends it early", async () => {
    const place = await kept("google-sheets");
    world.google("expire-tokens", { email: "ada@example.com" });
    expect(await authorized(place)).toBe(true);
  });

  test("an outage of the token's address ends nobody's connection", async () => {
    const place = await kept("notion");
    world.notion("fault", { kind: "503-before", path: "oauth/token" });
    await expect(renewAccess(place, place.token)).rejects.toMatchObject({ kind: "upstream-unavailable" });
    expect((await renewAccess(place, place.token))?.accessToken).not.toBe(place.token);
  });
});

test("an answer that could not be stored is stored by the next one, since the provider gives it once", async () => {
  const place = await kept("notion");
  world.notion("reset-counts");
  await world.ours(`create function no_store() returns trigger language plpgsql as
    $$ begin raise exception 'the disk is full'; end $$`);
  await world.ours(
    "create trigger no_store before insert on credential for each row execute function no_store()",
  );
  await expect(renewAccess(place, place.token)).rejects.toThrow();
  expect((await stored(place)).accessToken).toBe(place.token);
  await world.ours("drop trigger no_store on credential");
  // A server's parts have modules of their own; the answer is known to all of them.
  vi.resetModules();
  const other = await import("./renew-access");
  expect(other.renewAccess).not.toBe(renewAccess);
  expect((await other.renewAccess(place, place.token))?.accessToken).not.toBe(place.token);
  expect(notionCalls()).toBe(1);
  expect(await authorized(place)).toBe(true);
});

describe("the provider is not asked, and the connection stays as it is,", () => {
  const bounds = { lock: 8_000, ask: 12_000, all: 30_000 };
  const busy = { kind: "upstream-unavailable" };

  test("while another one has the turn for too long", async () => {
    const place = await kept("notion");
    world.notion("reset-counts");
    await withOrg(organizationId, async (db) => {
      await queueForCredentials(db, place.connectionId);
      await expect(renewInTurn(place, place.token, { ...bounds, lock: 50 })).rejects.toMatchObject(busy);
    });
    expect(notionCalls()).toBe(0);
    expect((await renewAccess(place, place.token))?.accessToken).not.toBe(place.token);
  });

  test("where its answer might come too late to be stored", async () => {
    const place = await kept("notion");
    world.notion("reset-counts");
    await expect(renewInTurn(place, place.token, { ...bounds, ask: 0 })).rejects.toMatchObject(busy);
    expect(notionCalls()).toBe(0);
    expect(await stored(place)).toMatchObject({ accessToken: place.token });
    expect((await renewAccess(place, place.token))?.accessToken).not.toBe(place.token);
  });
});

test("three renewals at once hold connections to the database, however many there are", async () => {
  const places = await Promise.all(Array.from({ length: 5 }, () => kept("notion")));
  const waiting = async () =>
    (await world.ours("select from pg_locks where locktype = 'transactionid' and not granted")).length;
  const renewals = await withOrg(organizationId, async (db) => {
    for (const { connectionId } of places) await queueForCredentials(db, connectionId);
    const asked = places.map((place) => renewAccess(place, place.token));
    while ((await waiting()) < 3);
    // What could come beyond them would have come by now: others' transactions come and go.
    await Promise.all(places.map((place) => stored(place)));
    expect(await waiting()).toBe(3);
    return asked;
  });
  for (const answer of await Promise.all(renewals)) expect(answer?.accessToken).toBeTruthy();
});

test("a process that died with the answer leaves a connection that asks to be reconnected", async () => {
  const place = await kept("notion");
  const { refreshToken } = await stored(place);
  await oauthProvider("notion")?.renew(String(refreshToken));
  expect(await renewAccess(place, place.token)).toBeNull();
  const [row] = await world.ours<{ status: string }>("select status from connection where id = $1", [
    place.connectionId,
  ]);
  expect(row?.status).toBe("reconnect-needed");
  await renewAccess(place, place.token);
  const entries = await world.ours("select from ledger.entry where target_ref = $1", [
    publicId("con", place.connectionId),
  ]);
  expect(entries, "told once").toHaveLength(1);
});

test("nothing of a token is in the log when its renewal fails", async () => {
  const place = await kept("notion");
  const written: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    }),
  );
  world.notion("withdraw-consent");
  const answer = await renewAccess(place, place.token);
  for (const spy of spies) spy.mockRestore();
  expect(answer).toBeNull();
  expect(written.join()).not.toMatch(/ntn_|nrt_/);
});
