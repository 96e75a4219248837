import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import type { World } from "@/lib/sync/testing/world";
import { getConnection } from "./browse-connections";
import { checkConnection } from "./check-connection";
import { finishConsent } from "./finish-consent";
import { openTraveller, person, SESSION, type Traveller } from "./testing/traveller";

let world: World;
let ada: Caller;
let connect: Traveller["connect"];
let ledger: Traveller["ledger"];
let away: Traveller["away"];

beforeAll(async () => {
  ({ world, ada, connect, ledger, away } = await openTraveller());
});

afterAll(() => world.close());

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
      expect(await ledger(id)).toEqual(["connection.created", "connection.checked"]);
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
