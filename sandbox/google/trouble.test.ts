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
