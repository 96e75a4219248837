import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import type { World } from "@/lib/sync/testing/world";
import { getConnection } from "./browse-connections";
import { checkConnection } from "./check-connection";
import { finishConsent } from "./finish-consent";
import { listSpreadsheets } from "./list-spreadsheets";
import { openPicker, type PickerAccess } from "./open-picker";
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

describe("only the spreadsheets that are chosen", () => {
  const picks = async ({ scriptUrl, token }: PickerAccess, ids: readonly string[]) =>
    fetch(new URL("/picker/picked", scriptUrl), {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ ids, appId: null }),
    });

  test("the connection sees none before, those after, and no token is kept or told anywhere", async () => {
    const { url } = await away({ kind: "google", files: "picked" });
    expect(new URL(url).searchParams.get("scope")).toBe("https://www.googleapis.com/auth/drive.file");
    const { id } = await connect({ kind: "google", files: "picked", email: "ada@example.com" });
    expect(await getConnection(ada, id)).toMatchObject({
      ...{ account: "ada@example.com", files: "picked", status: "working", problem: null },
    });
    const checks = await checkConnection(ada, id);
    expect(checks.find(({ name }) => name === "can-read")).toMatchObject({
      ok: null,
      remedy: expect.stringContaining("Choose"),
    });
    const book = (title: string) =>
      world.google<{ spreadsheetId: string }>("create-spreadsheet", {
        ...{ title, owner: "ada@example.com", sheets: [{ title: "T", rows: [["a"]] }] },
      }).spreadsheetId;
    const [chosen, other] = [book("Chosen"), book("Other")];
    const urlOf = (one: string) => `https://docs.google.com/spreadsheets/d/${one}/edit`;
    expect(await listSpreadsheets(ada, id, "")).toMatchObject({ spreadsheets: [], problem: null });
    expect(await listSpreadsheets(ada, id, urlOf(chosen))).toMatchObject({
      problem: { remedy: expect.stringContaining("choose") },
    });

    const access = await openPicker(ada, id);
    expect(access).toMatchObject({ scriptUrl: expect.stringMatching(/\/js\/api\.js$/), appId: null });
    expect((await picks(access, [chosen])).status).toBe(200);
    const { spreadsheets } = await listSpreadsheets(ada, id, "");
    expect(spreadsheets).toEqual([{ id: chosen, name: "Chosen", tabs: ["T"] }]);
    expect(await listSpreadsheets(ada, id, urlOf(other))).toMatchObject({ spreadsheets: [] });
    expect((await checkConnection(ada, id)).every(({ ok }) => ok === true)).toBe(true);
    expect(await ledger(id)).toContain("connection.picker-opened");
    expect(await everything()).not.toMatch(/ya29/);
  });

  test("a token that opens more, or is another's, is given to no browser", async () => {
    const all = (await connect({ kind: "google", files: "all" })).id;
    expect(await getConnection(ada, all)).toMatchObject({ files: "all" });
    const notion = (await connect({ kind: "notion" })).id;
    const { google } = world.tenant.connections;
    for (const id of [all, notion, google])
      await expect(openPicker(ada, id)).rejects.toMatchObject({ kind: "invalid-input" });
    const { id } = await connect({ kind: "google", files: "picked" });
    const viewer = person(ada.organizationId, "editor");
    await expect(openPicker(viewer, id)).rejects.toMatchObject({ kind: "forbidden" });
    const stranger = person((await world.addTenant("Carl")).caller.organizationId);
    await expect(openPicker(stranger, id)).rejects.toMatchObject({ kind: "not-found" });
    expect(await ledger(id)).toEqual(["connection.created"]);
    // What Google says of the token decides, whatever the connection's own line says.
    await world.ours("update connection set scopes = $1 where account_name is not null", [
      ["https://www.googleapis.com/auth/drive.file"],
    ]);
    await expect(openPicker(ada, all)).rejects.toMatchObject({ kind: "invalid-input" });
  });
});

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
    // What is left of it would be a narrower connection than its person chose.
    const { done } = await connect({ kind: "google", files: "all", untick: "auth/spreadsheets" });
    expect(done).toEqual({
      outcome: "missing",
      missing: ["See and edit your Google Sheets spreadsheets"],
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
