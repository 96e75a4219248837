import { describe, expect, test } from "vitest";
import { stallIn } from "./call-refusal";
import { bucketsFor, type Counted } from "./provider-limits";

const NOW = Date.parse("2026-11-29T10:00:00Z");
const NOTION: Counted = { provider: "notion", account: "bot", within: "space", limits: {} };
const GOOGLE: Counted = { provider: "google", account: "ada", within: "ours", limits: {} };
const API = "https://sheets.googleapis.com/v4/spreadsheets/x";
const DRIVE = "https://www.googleapis.com/drive/v3/files";

const idsFor = (counted: Counted, url: string, method = "GET") =>
  bucketsFor(counted, { url, method }).map(({ id }) => id);

describe("a call takes from", () => {
  test.each([
    [
      "Notion's connection and workspace",
      NOTION,
      "https://api.notion.com/v1/search",
      "POST",
      ["notion:bot", "notion-workspace:space"],
    ],
    [
      "the connection alone where the workspace is not known",
      { ...NOTION, within: null },
      "https://api.notion.com/v1/pages",
      "POST",
      ["notion:bot"],
    ],
    [
      "reads of the user and the project",
      GOOGLE,
      API,
      "GET",
      ["sheets-read:ada", "sheets-read:project:ours"],
    ],
    [
      "writes of both",
      GOOGLE,
      `${API}:batchUpdate`,
      "POST",
      ["sheets-write:ada", "sheets-write:project:ours"],
    ],
    ["Drive's own", GOOGLE, DRIVE, "GET", ["drive:ada", "drive:project:ours"]],
    ["nothing where tokens are got", GOOGLE, "https://oauth2.googleapis.com/token", "POST", []],
    [
      "the same behind another address",
      GOOGLE,
      "http://127.0.0.1:9/emu/v4/spreadsheets/x",
      "GET",
      ["sheets-read:ada", "sheets-read:project:ours"],
    ],
  ])("%s", (_what, counted, url, method, ids) => {
    expect(idsFor(counted, url, method)).toEqual(ids);
  });

  test("as much as is documented, or as the operator says", () => {
    const numbers = (counted: Counted, url: string) =>
      bucketsFor(counted, { url, method: "GET" }).map(({ perMinute, mostPerMinute }) => [
        perMinute,
        mostPerMinute,
      ]);
    expect(numbers(NOTION, API)).toEqual([
      [180, 600],
      [null, null],
    ]);
    expect(numbers(GOOGLE, API)).toEqual([
      [60, 60],
      [300, 300],
    ]);
    expect(numbers(GOOGLE, DRIVE)).toEqual([
      [null, null],
      [12_000, 12_000],
    ]);
    const limits = { notionPerMinute: 600, googlePerMinute: 3000, googleUserPerMinute: 90 };
    expect(numbers({ ...NOTION, within: null, limits }, API)).toEqual([[600, 600]]);
    expect(numbers({ ...GOOGLE, limits }, API)).toEqual([
      [90, 90],
      [3000, 3000],
    ]);
  });
});

const quota = (limit: string) => ({
  error: { code: 429, details: [{ reason: "RATE_LIMIT_EXCEEDED", metadata: { quota_limit: limit } }] },
});
const notion = (reason: string, retry_after?: string) => ({
  additional_data: { rate_limit_reason: reason, ...(retry_after && { retry_after }) },
});

describe("an answer stalls", () => {
  const stalled = (
    counted: Counted,
    url: string,
    {
      status = 429,
      body = {},
      headers = {},
    }: { status?: number; body?: unknown; headers?: Record<string, string> },
  ) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = { status, headers: new Headers(headers), body: text };
    const stall = stallIn(answer, bucketsFor(counted, { url, method: "GET" }), NOW);
    return stall && [stall.bucket.id, stall.retryAfterMs, stall.isPace];
  };
  const waiting = (seconds: string) => ({ "retry-after": seconds });

  test.each([
    ["the connection", notion("public_api_request_rate_limit"), waiting("49"), ["notion:bot", 49_000, true]],
    [
      "as long as the body says",
      notion("public_api_request_rate_limit", "7"),
      {},
      ["notion:bot", 7_000, true],
    ],
    [
      "the workspace, for more than a minute",
      notion("public_api_space_request_rate_limit"),
      waiting("631"),
      ["notion-workspace:space", 631_000, true],
    ],
    [
      "without saying that the pace was wrong",
      notion("public_api_endpoint_rate_limit"),
      waiting("3"),
      ["notion:bot", 3_000, false],
    ],
    ["nothing that waiting helps", notion("public_api_request_blocked"), waiting("3"), null],
    ["the connection, whatever else it says", "<html>", waiting("3"), ["notion:bot", 3_000, true]],
    [
      "until the date that it names",
      {},
      waiting("Sun, 29 Nov 2026 10:00:30 GMT"),
      ["notion:bot", 30_000, true],
    ],
    ["for an hour at most", {}, waiting("99999"), ["notion:bot", 3_600_000, true]],
    ["for a time that it does not name", {}, waiting("soon"), ["notion:bot", null, true]],
  ])("at Notion %s", (_what, body, headers, expected) => {
    expect(stalled(NOTION, API, { body, headers })).toEqual(expected);
  });

  test.each([
    ["an overload", { status: 529, headers: waiting("20") }, ["notion:bot", 20_000, false]],
    ["an outage that names its end", { status: 503, headers: waiting("20") }, ["notion:bot", 20_000, false]],
    ["an outage that does not", { status: 503 }, null],
    ["a refusal", { status: 403 }, null],
  ])("in %s", (_what, answer, expected) => {
    expect(stalled(NOTION, API, answer)).toEqual(expected);
  });

  test.each([
    ["the user", API, { body: quota("ReadRequestsPerMinutePerUser") }, ["sheets-read:ada", null, true]],
    [
      "the project",
      API,
      { body: quota("ReadRequestsPerMinutePerProject") },
      ["sheets-read:project:ours", null, true],
    ],
    [
      "Drive's user",
      DRIVE,
      { status: 403, body: { error: { errors: [{ reason: "userRateLimitExceeded" }] } } },
      ["drive:ada", null, true],
    ],
    [
      "Drive's project",
      DRIVE,
      { status: 403, body: { error: { errors: [{ reason: "rateLimitExceeded" }] } } },
      ["drive:project:ours", null, true],
    ],
    [
      "nothing where access is refused",
      DRIVE,
      { status: 403, body: { error: { errors: [{ reason: "forbidden" }] } } },
      null,
    ],
  ])("at Google %s", (_what, url, answer, expected) => {
    expect(stalled(GOOGLE, url, answer)).toEqual(expected);
  });
});
