import { readdirSync } from "node:fs";
import type { Server } from "node:http";
import path from "node:path";
import { Client, type LogLevel } from "@notionhq/client";
import { OAuth2Client } from "google-auth-library";
import { sheets_v4 } from "googleapis/build/src/apis/sheets/v4";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../clock";
import { createGoogleSandbox } from "../google/service";
import { MailSandbox } from "../mail/service";
import { createNotionSandbox } from "../notion/service";
import { type SandboxHandler, serve } from "../server";
import { Store } from "../store";
import { createStripeSandbox } from "../stripe/service";
import { controlHandler } from "./control";

const servers: Server[] = [];
const clock = new Clock();
let control: string;
let notionUrl: string;
let googleUrl: string;

async function served(handler: SandboxHandler): Promise<string> {
  const { server, url } = await serve(0, handler);
  servers.push(server);
  return url;
}

beforeEach(async () => {
  const parts = () => ({ store: new Store(":memory:"), clock });
  const services = {
    notion: createNotionSandbox(parts()),
    google: createGoogleSandbox(parts()),
    stripe: createStripeSandbox(parts()),
  };
  notionUrl = await served(services.notion.handle);
  googleUrl = await served(services.google.handle);
  control = await served(controlHandler(services, clock, new MailSandbox(new Store(":memory:"))));
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function post(where: string, input?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(`${control}${where}`, {
    method: "POST",
    headers,
    ...(input === undefined ? {} : { body: typeof input === "string" ? input : JSON.stringify(input) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function done<T>(where: string, input: object = {}): Promise<T> {
  const { status, body } = await post(where, input);
  expect(body.error).toBeUndefined();
  expect(status).toBe(200);
  return body as T;
}

describe("the control API", () => {
  it.each([
    ["POST", "/dropbox/list"],
    ["POST", "/constructor/list"],
    ["POST", "/"],
    ["POST", "/clock"],
    ["POST", "/notion/list-tables/more"],
    ["GET", "/notion/list-tables"],
    ["DELETE", "/notion/list-tables"],
    ["GET", "/favicon.ico"],
  ])("knows nothing at %s %s", async (method, where) => {
    const answer = await fetch(`${control}${where}`, { method });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: `nothing at ${method} ${where}` });
  });

  it.each([
    ["/notion/explode", {}, "There is no command explode."],
    ["/notion/edit-cell", { pageId: "none" }, "There is no row none."],
    ["/google/explode", {}, "unknown command explode; one of"],
    ["/google/edit-cell", { spreadsheetId: "none" }, "spreadsheetId: no such spreadsheet"],
    ["/stripe/explode", {}, "unknown command explode; one of"],
    ["/notion/", {}, "There is no command"],
    ["/google/toString", {}, "unknown command toString"],
  ])("refuses %s %j in words", async (where, input, words) => {
    const { status, body } = await post(where, input);
    expect(status).toBe(400);
    expect(body.error).toContain(words);
  });

  it.each([["[]"], ["3"], ["null"], ['"text"'], ["{"], ["ms=1"]])("refuses the body %s", async (body) => {
    for (const where of ["/notion/list-tables", "/clock/advance"])
      expect(await post(where, body)).toEqual({
        status: 400,
        body: { error: "the body is not a JSON object" },
      });
  });

  it("takes no body for an empty one", async () => {
    expect((await post("/notion/list-tables")).status).toBe(200);
  });

  it("lets programs and its own page act, but no page from elsewhere", async () => {
    for (const site of ["cross-site", "same-site"])
      expect((await post("/notion/list-tables", {}, { "sec-fetch-site": site })).status).toBe(403);
    expect((await post("/clock/advance", { ms: 1 }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post("/notion/list-tables", {}, { "sec-fetch-site": "same-origin" })).status).toBe(200);
  });
});

describe("the clock under control", () => {
  it("tells the time and moves on for all providers", async () => {
    const read = async () => (await (await fetch(`${control}/clock`)).json()) as { offsetMs: number };
    const { offsetMs } = await read();
    const moved = await done<{ now: string; offsetMs: number }>("/clock/advance", { ms: 3_600_000 });
    expect(moved.offsetMs).toBe(offsetMs + 3_600_000);
    expect(Date.parse(moved.now)).toBeGreaterThanOrEqual(Date.now() + offsetMs + 3_590_000);
    expect((await read()).offsetMs).toBe(moved.offsetMs);
    const { dataSourceId } = await done<{ dataSourceId: string }>("/notion/create-database", { title: "T" });
    await done("/notion/create-row", { dataSourceId });
    const { rows } = await done<{ rows: { createdTime: string }[] }>("/notion/rows", { dataSourceId });
    expect(Date.parse(rows[0]?.createdTime ?? "")).toBeGreaterThan(Date.parse(moved.now) - 120_000);
  });

  it.each([[-1], ["60000"], [null], [undefined], [1e300]])("refuses to move by %j", async (ms) => {
    const before = clock.offset;
    const { status, body } = await post("/clock/advance", { ms });
    expect(status).toBe(400);
    expect(body.error).toMatch(/ms: a number|cannot go/);
    expect(clock.offset).toBe(before);
  });
});

describe("a person's edit", () => {
  it("is seen by the official Notion client", async () => {
    const { token } = await done<{ token: string }>("/notion/create-workspace-token");
    const logLevel = "error" as LogLevel;
    const notion = new Client({ auth: token, baseUrl: notionUrl, retry: false, logLevel });
    const properties = { Name: "title", Amount: "number", Status: "select" };
    const { dataSourceId } = await done<{ dataSourceId: string }>("/notion/create-database", {
      title: "Suppliers",
      properties,
    });
    const values = { Name: "Ada", Amount: 1 };
    const { pageId } = await done<{ pageId: string }>("/notion/create-row", { dataSourceId, values });
    await done("/notion/edit-cell", { pageId, property: "Amount", value: "42" });
    await done("/notion/edit-cell", { pageId, property: "Status", value: "Open" });
    await done("/notion/rename-property", { dataSourceId, property: "Amount", name: "Sum" });
    const page = await notion.pages.retrieve({ page_id: pageId });
    expect(page).toMatchObject({
      properties: { Sum: { number: 42 }, Status: { select: { name: "Open" } } },
    });
    await done("/notion/trash", { pageIds: [pageId] });
    expect((await notion.dataSources.query({ data_source_id: dataSourceId })).results).toEqual([]);
    await done("/notion/unshare", { dataSourceId });
    await expect(notion.dataSources.query({ data_source_id: dataSourceId })).rejects.toMatchObject({
      status: 404,
    });
    expect(await done("/notion/counts")).toMatchObject({ total: 3, writes: 0 });
  });

  it("is seen by the official Google client", async () => {
    const { accessToken } = await done<{ accessToken: string }>("/google/create-account", {
      email: "ada@example.com",
    });
    const auth = new OAuth2Client();
    auth.setCredentials({ access_token: accessToken });
    const sheets = new sheets_v4.Sheets({ auth, rootUrl: `${googleUrl}/`, retry: false });
    const { spreadsheetId } = await done<{ spreadsheetId: string }>("/google/create-spreadsheet", {
      title: "Suppliers",
      owner: "ada@example.com",
      sheets: [
        {
          title: "T",
          rows: [
            ["Name", "Amount"],
            ["Ada", 1],
            ["Ben", 2],
          ],
        },
      ],
    });
    const read = async () =>
      (await sheets.spreadsheets.values.get({ spreadsheetId, range: "T" })).data.values;
    await done("/google/edit-cell", { spreadsheetId, row: 1, column: 1, value: "42" });
    await done("/google/rename-header", { spreadsheetId, column: 1, name: "Sum" });
    await done("/google/sort", { spreadsheetId, column: 0, descending: true });
    expect(await read()).toEqual([
      ["Name", "Sum"],
      ["Ben", "2"],
      ["Ada", "42"],
    ]);
    await done("/google/delete-rows", { spreadsheetId, rows: [1] });
    expect(await read()).toEqual([
      ["Name", "Sum"],
      ["Ada", "42"],
    ]);
    await done("/google/clear-tab", { spreadsheetId });
    expect(await read()).toBeUndefined();
    expect(await done("/google/counts")).toMatchObject({ reads: 3, writes: 0 });
  });
});

describe("the page", () => {
  const read = async (where: string) => {
    const answer = await fetch(`${control}${where}`);
    expect(answer.status, where).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    return { type: answer.headers.get("content-type"), headers: answer.headers, text: await answer.text() };
  };

  it("comes with everything it refers to, and says that nothing is real", async () => {
    const { type, text, headers } = await read("/");
    expect(type).toBe("text/html; charset=utf-8");
    expect(text).toContain("Sandbox: pretended Notion and Google, nothing here is real");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    const waiting = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, where]) => where ?? "");
    const seen = new Set<string>();
    for (let where = waiting.pop(); where !== undefined; where = waiting.pop()) {
      if (seen.has(where)) continue;
      seen.add(where);
      const file = await read(where);
      const kinds: Record<string, string> = {
        ".css": "text/css",
        ".js": "text/javascript",
        ".svg": "image/svg",
      };
      expect(file.type).toContain(kinds[path.extname(where)]);
      for (const [, name] of file.text.matchAll(/from "\.\/([^"]+)"/g)) waiting.push(`/page/${name}`);
    }
    const files = readdirSync(path.join(import.meta.dirname, "page")).filter((name) => name !== "page.html");
    expect([...seen].sort()).toEqual(files.map((name) => `/page/${name}`).sort());
  });

  it("uses ids that are there", async () => {
    const { text } = await read("/");
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const names = ["notion-panel", "notion-tools", "sheet-panel", "column-menu", "question", "status"];
    const used = await Promise.all(names.map(async (name) => (await read(`/page/${name}.js`)).text));
    const wanted = [...used.join().matchAll(/byId\("([^"]+)"\)/g)].map(([, id]) => id);
    expect(wanted.length).toBeGreaterThan(20);
    for (const id of wanted) expect(ids).toContain(id);
  });

  it.each([
    ["/page/"],
    ["/page/page.html"],
    ["/page/none.js"],
    ["/page/..%2fcontrol.ts"],
    ["/page/%2e%2e/page.ts"],
    ["/page.ts"],
  ])("serves nothing at %s", async (where) => {
    expect((await fetch(`${control}${where}`)).status).toBe(404);
  });
});
