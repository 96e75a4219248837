import { afterEach, describe, expect, it } from "vitest";
import { budgetedFetch } from "@/lib/egress/budgeted-fetch";
import type { Check } from "../connector";
import { NO_DEADLINE } from "../contract-session.test-kit";
import type { GoogleCredentials } from "./config";
import { openGoogleSheets } from "./connector";
import { openStock, type Stock, update } from "./stock.test-kit";

/** Every way in which connecting fails, against the pretended Google: which line says so, and what mends it. */

const NAMES = ["reachable", "authorized", "can-read", "can-write"];
const CLIENT = { clientId: "sandbox-google-client", clientSecret: "sandbox-google-secret" };
const ROBOT = "robot@acme-123.iam.gserviceaccount.com";
const PICKED_BOX = "See and edit the files that you choose for ChittySync";

let stock: Stock;
afterEach(() => stock.dispose());

const account = (scopes: readonly string[]) =>
  stock.desk.at.control<{ accessToken: string; refreshToken: string; scopes: readonly string[] }>(
    "create-account",
    { email: "ada@example.com", scopes },
  );

/** An access token kept fresh elsewhere, with what it was agreed to. */
function kept(...scopes: readonly string[]): GoogleCredentials {
  const { accessToken, scopes: granted } = account(scopes);
  return { accessToken, scope: granted.join(" ") };
}

function robot(): GoogleCredentials {
  const key = stock.desk.at.control<{ client_email: string; private_key: string }>("create-service-account", {
    email: ROBOT,
  });
  return { serviceAccount: { client_email: key.client_email, private_key: key.private_key } };
}

async function checksOf(credentials: GoogleCredentials, fetch?: typeof globalThis.fetch) {
  const { url } = stock.desk.at;
  const out = { openSocket: () => Promise.reject(new Error("a spreadsheet needs no socket")) };
  const connector = fetch
    ? openGoogleSheets(credentials, { ...out, fetch }, { apiUrl: url, oauthUrl: url })
    : stock.desk.connect(credentials);
  const checks = await connector.check();
  expect(checks.map(({ name }) => name)).toEqual(NAMES);
  return checks;
}

const oks = (checks: readonly Check[]) => checks.map(({ ok }) => ok);

describe("the consent", () => {
  it.each(["revoke-token", "withdraw-consent"])("was ended (%s)", async (gesture) => {
    stock = await openStock();
    const { refreshToken } = account(["spreadsheets", "drive.file"]);
    stock.hand(gesture, gesture === "revoke-token" ? { token: refreshToken } : { email: "ada@example.com" });
    const checks = await checksOf({ refreshToken, ...CLIENT });
    expect(oks(checks)).toEqual([true, false, null, null]);
    expect(checks[1]).toMatchObject({
      message: "Google no longer accepts this connection: reconnect needed.",
      remedy: "Reconnect the Google account; its consent was taken back or has run out.",
    });
  });

  it("is over for an access token that has run out", async () => {
    stock = await openStock();
    const credentials = kept("spreadsheets", "drive.file");
    stock.hand("expire-tokens", { email: "ada@example.com" });
    expect(oks(await checksOf(credentials))).toEqual([true, false, null, null]);
  });

  it.each<[string, readonly string[], readonly (boolean | null)[], number, string]>([
    ["of the chosen files", ["spreadsheets"], [true, true, false, null], 2, `"${PICKED_BOX}"`],
    [
      "of writing",
      ["drive.metadata.readonly", "spreadsheets.readonly"],
      [true, true, true, false],
      3,
      "ticked",
    ],
    ["of all", ["openid"], [true, true, false, null], 2, `"${PICKED_BOX}"`],
  ])("lacks the box %s", async (_, scopes, expected, at, box) => {
    stock = await openStock();
    const checks = await checksOf(kept(...scopes));
    expect(oks(checks)).toEqual(expected);
    expect(checks[at]?.remedy).toMatch(/^Reconnect the Google account and leave the box/);
    expect(checks[at]?.remedy).toContain(box);
  });

  it("is for chosen files, and none was chosen", async () => {
    stock = await openStock();
    const checks = await checksOf(kept("drive.file"));
    expect(oks(checks)).toEqual([true, true, null, true]);
    expect(checks[2]).toMatchObject({
      message: "No spreadsheet was chosen yet.",
      remedy: "Choose the spreadsheets that ChittySync may open, under Spreadsheets on this connection.",
    });
    stock.hand("pick");
    expect(oks(await checksOf(kept("drive.file")))).toEqual([true, true, true, true]);
  });
});

describe("a service account", () => {
  it("has no file: the remedy holds the address to share with, and sharing mends it", async () => {
    stock = await openStock();
    const credentials = robot();
    const checks = await checksOf(credentials);
    expect(oks(checks)).toEqual([true, true, false, null]);
    expect(checks[2]).toEqual({
      name: "can-read",
      ok: false,
      message: "No spreadsheet is shared with the service account.",
      remedy: "In Google Sheets open the spreadsheet, choose Share, and add this address as an Editor:",
      copy: ROBOT,
    });
    stock.hand("share", { email: checks[2]?.copy });
    expect(oks(await checksOf(credentials))).toEqual([true, true, true, true]);
  });

  it("may only view what it was given, or some of it", async () => {
    stock = await openStock();
    const credentials = robot();
    stock.hand("share", { email: ROBOT, role: "reader" });
    const none = await checksOf(credentials);
    expect(oks(none)).toEqual([true, true, true, false]);
    expect(none[3]).toMatchObject({
      message: "The spreadsheets may be viewed only.",
      remedy: expect.stringMatching(/choose Share, and make this address an Editor:$/),
      copy: ROBOT,
    });
    stock.hand("create-spreadsheet", { title: "Its own", owner: ROBOT });
    const some = await checksOf(credentials);
    expect(oks(some)).toEqual([true, true, true, true]);
    expect(some[3]).toMatchObject({
      message: "Spreadsheets can be edited, but of the 2 newest 1 may be viewed only.",
      copy: ROBOT,
    });
  });

  it("has a key that was deleted, or that is none", async () => {
    stock = await openStock();
    const old = robot();
    robot();
    for (const credentials of [old, { serviceAccount: { client_email: ROBOT, private_key: "no key" } }]) {
      const checks = await checksOf(credentials);
      expect(oks(checks)).toEqual([true, false, null, null]);
      expect(checks[1]?.remedy).toMatch(/IAM & Admin, Service Accounts, this account, Keys/);
      expect(checks[1]?.copy).toBe(ROBOT);
    }
  });
});

describe("a person's account", () => {
  it("may only view", async () => {
    stock = await openStock();
    stock.hand("share", { email: "ada@example.com", role: "reader" });
    const checks = await checksOf(kept("spreadsheets", "drive.metadata.readonly"));
    expect(oks(checks)).toEqual([true, true, true, false]);
    expect(checks[3]?.remedy).toMatch(
      /^Ask the owner to open Share.*make the connected account an Editor\.$/,
    );
    const [operation] = [update("a", { name: "A2" }, { name: "Anna" })];
    const { stopped } = await stock.side().write([operation], NO_DEADLINE);
    expect(stopped?.remedy).toMatch(/^Share the spreadsheet with the connected account as an editor/);
  });

  it("is not given a file that was not picked", async () => {
    stock = await openStock();
    const side = stock.desk.connect(kept("drive.file")).side(stock.config);
    await expect(side.read(null)).rejects.toMatchObject({
      kind: "connection-broken",
      message: "The spreadsheet was not found with this connection.",
      remedy: expect.stringMatching(/choose it under Connections, Spreadsheets\.$/),
    });
  });
});

describe("Google for now", () => {
  const DRIVE = "^/drive/v3/files";

  it.each<[string, string, string, readonly (boolean | null)[], number, string]>([
    ["asks to slow down", DRIVE, "429", [true, true, null, null], 2, "Check again in 60 s."],
    ["asks to slow down with a look", "^/v4/", "429", [true, true, null, null], 2, "Check again in 60 s."],
    ["is down", DRIVE, "503-before", [false, null, null, null], 0, "Try again in a few minutes."],
    ["breaks off", DRIVE, "reset-before", [false, null, null, null], 0, "Try again in a few minutes."],
  ])("%s", async (_, path, kind, expected, at, remedy) => {
    stock = await openStock();
    const credentials = kept("spreadsheets", "drive.metadata.readonly");
    stock.hand("fault", { kind, match: { path }, times: 1 });
    const checks = await checksOf(credentials);
    expect(oks(checks)).toEqual(expected);
    expect(checks[at]?.remedy).toBe(remedy);
  });

  it("is not asked, since our own budget is used up", async () => {
    stock = await openStock();
    const counter = { reserve: async () => 42_000, stall: async () => {} };
    const bucketsFor = () => [{ id: "google:x", perMinute: 60, mostPerMinute: 60, isShared: false }];
    const fetch = budgetedFetch(globalThis.fetch, { provider: "Google", bucketsFor, counter });
    const checks = await checksOf(kept("spreadsheets"), fetch);
    expect(oks(checks)).toEqual([false, null, null, null]);
    expect(checks[0]).toMatchObject({
      message: "All calls that Google allows for now are used up.",
      remedy: "Nothing was sent. It can go on in about 42 s.",
    });
  });
});
