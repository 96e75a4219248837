import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { Client } from "@notionhq/client";
import { OAuth2Client } from "google-auth-library";
import { sheets_v4 } from "googleapis/build/src/apis/sheets/v4";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "./google/settings";

interface Ready {
  readonly ready: true;
  readonly notion: string;
  readonly google: string;
  readonly stripe: string;
  readonly control: string;
  readonly notionToken: string;
  readonly googleAccessToken: string;
  readonly googleRefreshToken: string;
}

const root = path.resolve(import.meta.dirname, "..");
let folder: string;
let running: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "sandbox-main-"));
});
afterEach(async () => {
  await stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Ready> {
  const ports = Object.fromEntries(
    ["NOTION", "GOOGLE", "STRIPE", "CONTROL"].map((name) => [`SANDBOX_${name}_PORT`, "0"]),
  );
  const child = spawn(process.execPath, ["--import=tsx", path.join(root, "sandbox/main.ts")], {
    cwd: root,
    env: { ...process.env, ...ports, SANDBOX_DATA: path.join(folder, "state") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running = child;
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Ready;
  throw new Error("the sandbox ended without a ready line");
}

async function stop(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  const child = running;
  running = undefined;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

async function control<T>(at: Ready, command: string, input: object = {}): Promise<T> {
  const answer = await fetch(`${at.control}/${command}`, { method: "POST", body: JSON.stringify(input) });
  const body = (await answer.json()) as T & { error?: string };
  if (!answer.ok) throw new Error(body.error);
  return body;
}

const notionAt = (at: Ready, auth: string) => new Client({ auth, baseUrl: at.notion, retry: false });

function sheetsAt(at: Ready, refreshToken: string): sheets_v4.Sheets {
  const [client] = DEFAULT_SETTINGS.clients;
  const auth = new OAuth2Client({
    clientId: client?.clientId ?? "",
    clientSecret: client?.clientSecret ?? "",
    endpoints: { oauth2TokenUrl: `${at.google}/token` },
  });
  auth.setCredentials({ refresh_token: refreshToken });
  return new sheets_v4.Sheets({ auth, rootUrl: `${at.google}/`, retry: false });
}

/** A row and a cell written through the API, a customer, and an hour on the clock. */
async function write(at: Ready) {
  const { dataSourceId } = await control<{ dataSourceId: string }>(at, "notion/create-database", {
    title: "Suppliers",
    properties: { Name: "title" },
  });
  const page = await notionAt(at, at.notionToken).pages.create({
    parent: { type: "data_source_id", data_source_id: dataSourceId },
    properties: { Name: { title: [{ type: "text", text: { content: "Ada" } }] } },
  });
  const sheets = sheetsAt(at, at.googleRefreshToken).spreadsheets;
  const { data } = await sheets.create({ requestBody: { properties: { title: "Book" } } });
  const spreadsheetId = data.spreadsheetId ?? "";
  await sheets.values.update({
    spreadsheetId,
    range: "A1",
    valueInputOption: "RAW",
    requestBody: { values: [["Ada", 42]] },
  });
  const customer = await fetch(`${at.stripe}/v1/customers`, {
    method: "POST",
    headers: { authorization: "Bearer sk_test_sandbox" },
    body: new URLSearchParams({ name: "Ada" }),
  });
  const { id: customerId } = (await customer.json()) as { id: string };
  await control(at, "clock/advance", { ms: 30 * 60_000 });
  return { dataSourceId, pageId: page.id, spreadsheetId, customerId };
}

describe("the sandbox as a process", { timeout: 60_000 }, () => {
  it("has all that it answered after a kill, and takes the tokens that last", async () => {
    const first = await start();
    const written = await write(first);
    await stop("SIGKILL");

    const second = await start();
    expect(second.notionToken).toBe(first.notionToken);
    expect(second.googleRefreshToken).toBe(first.googleRefreshToken);
    expect(second.googleAccessToken).not.toBe(first.googleAccessToken);
    const rows = await notionAt(second, first.notionToken).dataSources.query({
      data_source_id: written.dataSourceId,
    });
    expect(rows.results.map(({ id }) => id)).toEqual([written.pageId]);
    const { data } = await sheetsAt(second, first.googleRefreshToken).spreadsheets.values.get({
      spreadsheetId: written.spreadsheetId,
      range: "A1:B1",
    });
    expect(data.values).toEqual([["Ada", "42"]]);
    const { objects } = await control<{ objects: { id: string }[] }>(second, "stripe/list");
    expect(objects.map(({ id }) => id)).toEqual([written.customerId]);
    const clock = (await (await fetch(`${second.control}/clock`)).json()) as { offsetMs: number };
    expect(clock.offsetMs).toBe(30 * 60_000);
    await fetch(`${second.google}/drive/v3/files/${written.spreadsheetId}`, {
      headers: { authorization: `Bearer ${second.googleAccessToken}` },
    }).then(({ status }) => expect(status).toBe(200));
  });

  it("gives its Google consent anew when that was revoked, and ends in order when told to", async () => {
    const first = await start();
    await control(first, "google/revoke-token", { token: first.googleRefreshToken });
    const child = running;
    await stop("SIGTERM");
    expect(child?.exitCode).toBe(0);
    const second = await start();
    expect(second.notionToken).toBe(first.notionToken);
    expect(second.googleRefreshToken).not.toBe(first.googleRefreshToken);
    const { data } = await sheetsAt(second, second.googleRefreshToken).spreadsheets.create({
      requestBody: { properties: { title: "Book" } },
    });
    expect(data.properties?.title).toBe("Book");
  });

  it("says why it cannot start", async () => {
    const first = await start();
    const child = spawn(process.execPath, ["--import=tsx", path.join(root, "sandbox/main.ts")], {
      cwd: root,
      env: {
        ...process.env,
        SANDBOX_CONTROL_PORT: new URL(first.control).port,
        SANDBOX_DATA: path.join(folder, "other"),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(1);
    expect(said).toContain("the sandbox cannot start");
    expect(said).toContain("EADDRINUSE");
  });
});
