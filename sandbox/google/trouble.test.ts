import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../clock";
import { Store } from "../store";
import { createGoogleSandbox } from "./service";
import { type Bench, bench } from "./testing/bench";
import { type TestSheet, testSheet } from "./testing/sheet";

let at: Bench;
let sheet: TestSheet;

beforeEach(async () => {
  at = await bench();
  sheet = testSheet(at, [["a", "b"]]);
});
afterEach(() => at.close());

const read = () =>
  at.sheets(sheet.token).spreadsheets.values.get({ spreadsheetId: sheet.spreadsheetId, range: "T" });

const write = (text: string) =>
  at.sheets(sheet.token).spreadsheets.values.update({
    spreadsheetId: sheet.spreadsheetId,
    range: "T!A1",
    valueInputOption: "RAW",
    requestBody: { values: [[text]] },
  });

describe("quota", () => {
  it("refuses the read over the user's limit until the next minute, and writes apart from reads", async () => {
    at.control("set-limits", { readsPerUser: 2 });
    await read();
    await read();
    const refused = await read().catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 429,
      response: {
        data: {
          error: {
            code: 429,
            status: "RESOURCE_EXHAUSTED",
            message:
              "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of " +
              "service 'sheets.googleapis.com' for consumer 'project_number:100000000001'.",
            details: [
              {
                reason: "RATE_LIMIT_EXCEEDED",
                domain: "googleapis.com",
                metadata: {
                  quota_limit: "ReadRequestsPerMinutePerUser",
                  quota_limit_value: "2",
                  quota_location: "global",
                },
              },
              { "@type": "type.googleapis.com/google.rpc.Help" },
            ],
          },
        },
      },
    });
    expect((await write("x")).status).toBe(200);
    at.clock.advance(60_000);
    expect((await read()).status).toBe(200);
  });

  it("adds up a project's users", async () => {
    at.control("set-limits", { readsPerProject: 1 });
    await read();
    const other = testSheet(at, [["a"]]);
    await expect(
      at.sheets(other.token).spreadsheets.get({ spreadsheetId: other.spreadsheetId }),
    ).rejects.toMatchObject({ code: 429, message: /per minute per project/ });
  });

  it("meters the reads by POST as reads", async () => {
    at.control("reset-counts");
    const { developerMetadata, values } = at.sheets(sheet.token).spreadsheets;
    const { spreadsheetId } = sheet;
    const dataFilters = [{ a1Range: "T!A1" }];
    await developerMetadata.search({ spreadsheetId, requestBody: { dataFilters } });
    await values.batchGetByDataFilter({ spreadsheetId, requestBody: { dataFilters } });
    expect(at.control("counts")).toMatchObject({ reads: 2, writes: 0 });
  });

  it("counts calls by method", async () => {
    at.control("reset-counts");
    await read();
    await write("x");
    expect(at.control("counts")).toEqual({
      reads: 1,
      writes: 1,
      total: 2,
      byMethod: { "sheets.spreadsheets.values.get": 1, "sheets.spreadsheets.values.update": 1 },
    });
  });
});

describe("faults", () => {
  const arm = (kind: string, extra = {}) =>
    at.control("fault", { kind, times: 1, match: { method: "PUT", path: "/values/" }, ...extra });

  it.each([
    ["429", 429],
    ["500", 500],
    ["503-before", 503],
  ])("%s leaves the sheet alone", async (kind, code) => {
    arm(kind);
    await expect(write("new")).rejects.toMatchObject({ code });
    expect(sheet.shown()).toEqual([["a", "b"]]);
    expect((await write("new")).status).toBe(200);
  });

  it.each(["503-after", "reset-after", "cut"])("%s has applied the write", async (kind) => {
    arm(kind);
    await expect(write("new")).rejects.toThrow();
    expect(sheet.shown()).toEqual([["new", "b"]]);
  });

  it("resets before the write, answers nothing, and waits", async () => {
    arm("reset-before");
    await expect(write("new")).rejects.toThrow();
    expect(sheet.shown()).toEqual([["a", "b"]]);
    arm("empty");
    expect((await write("new")).data).toBeFalsy();
    arm("slow", { delayMs: 1 });
    expect((await write("late")).status).toBe(200);
  });

  it("lets the first matching requests through and leaves others alone", async () => {
    arm("500", { afterRequests: 1 });
    expect((await read()).status).toBe(200);
    expect((await write("one")).status).toBe(200);
    await expect(write("two")).rejects.toMatchObject({ code: 500 });
    expect((await write("three")).status).toBe(200);
  });
});

describe("a sandbox that was killed", () => {
  it("has everything that was answered", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "google-sandbox-"));
    const file = path.join(folder, "state.db");
    const first = await bench({ store: new Store(file) });
    const kept = testSheet(first, [["id", "when"], ["1", "1/2/2024"], [], ["3", "=A2+1"]]);
    const { sheetId, spreadsheetId } = kept;
    await kept.batch(
      { deleteDimension: { range: { sheetId, dimension: "ROWS", startIndex: 2, endIndex: 3 } } },
      {
        createDeveloperMetadata: {
          developerMetadata: {
            metadataId: 9,
            metadataKey: "r",
            visibility: "PROJECT",
            location: { dimensionRange: { sheetId, dimension: "ROWS", startIndex: 2, endIndex: 3 } },
          },
        },
      },
    );
    await first.close();
    const service = createGoogleSandbox({ store: new Store(file), clock: new Clock() });
    expect(service.control("rows", { spreadsheetId })).toMatchObject({
      rows: [
        ["id", "when"],
        ["1", "1/2/2024"],
        ["3", "2"],
      ],
    });
    const answer = await service.handle({
      method: "GET",
      url: new URL(`http://sandbox.local/v4/spreadsheets/${spreadsheetId}/developerMetadata/9`),
      headers: { authorization: `Bearer ${kept.token}` },
      body: Buffer.alloc(0),
    });
    expect(JSON.parse("body" in answer ? String(answer.body) : "")).toMatchObject({
      location: { dimensionRange: { startIndex: 2 } },
    });
    rmSync(folder, { recursive: true, force: true });
  });
});

describe("faults in every shape", () => {
  const arm = (kind: string, extra = {}) => at.control("fault", { kind, match: { method: "PUT" }, ...extra });

  it.each([
    ["502", 502, "a"],
    ["504-before", 504, "a"],
    ["500-after", 500, "new"],
    ["502-after", 502, "new"],
    ["504-after", 504, "new"],
  ])("%s answers %i and the cell holds %s", async (kind, code, held) => {
    arm(kind);
    await expect(write("new")).rejects.toMatchObject({ code });
    expect(sheet.shown()[0]?.[0]).toBe(held);
  });

  it("answers 502 with a page and no JSON", async () => {
    arm("502");
    const error = (await write("x").catch((caught: unknown) => caught)) as {
      response: { data: string; headers: Headers };
    };
    expect(error.response.headers.get("content-type")).toContain("text/html");
    expect(error.response.data).toContain("502");
  });

  it.each([
    ["read-user", "Read requests per minute per user", "ReadRequestsPerMinutePerUser", "60"],
    ["read-project", "Read requests per minute per project", "ReadRequestsPerMinutePerProject", "300"],
    ["write-user", "Write requests per minute per user", "WriteRequestsPerMinutePerUser", "60"],
    ["write-project", "Write requests per minute per project", "WriteRequestsPerMinutePerProject", "300"],
  ])("names the budget %s in a 429", async (quota, limit, quota_limit, quota_limit_value) => {
    arm("429", { quota });
    await expect(write("x")).rejects.toMatchObject({
      code: 429,
      message: expect.stringContaining(`limit '${limit}'`),
      response: { data: { error: { details: [{ metadata: { quota_limit, quota_limit_value } }, {}] } } },
    });
  });

  it("gives up what takes longer than three minutes, undone", async () => {
    arm("slow", { delayMs: 180_001 });
    await expect(write("new")).rejects.toMatchObject({ code: 504 });
    expect(sheet.shown()[0]?.[0]).toBe("a");
  });

  it("answers Drive in its own body", async () => {
    const match = { path: "/drive/v3/about" };
    const { accessToken } = at.control<{ accessToken: string }>("create-account", {
      email: "drive@example.com",
      scopes: ["drive"],
    });
    const about = () => at.drive(accessToken).about.get({ fields: "user" });
    for (const [kind, reason] of [
      ["429", "rateLimitExceeded"],
      ["503-after", "backendError"],
    ]) {
      at.control("fault", { kind, match });
      await expect(about()).rejects.toMatchObject({
        response: { data: { error: { errors: [{ reason }] } } },
      });
    }
  });

  it("strikes by chance, the same requests for the same seed, until it is cleared", async () => {
    const struck = async (seed: number) => {
      at.control("clear-faults");
      arm("500", { probability: 0.4, seed });
      const codes: boolean[] = [];
      for (let n = 0; n < 12; n++)
        codes.push(
          await write("x").then(
            () => false,
            () => true,
          ),
        );
      return codes;
    };
    const first = await struck(7);
    expect(await struck(7)).toEqual(first);
    expect(await struck(8)).not.toEqual(first);
    expect([first.includes(true), first.includes(false)]).toEqual([true, true]);
    expect(at.control("pending-faults")).toBe(0);
    expect(() => arm("500", { probability: 2 })).toThrow("probability: number from 0 to 1");
    expect(() => arm("429", { quota: "all" })).toThrow("quota: one of read-user");
  });
});
