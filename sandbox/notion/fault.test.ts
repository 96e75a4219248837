import { Client } from "@notionhq/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { failureOf, type Harness, makeTable, startHarness } from "./testing/harness";

let harness: Harness;
let table: string;
beforeEach(async () => {
  harness = await startHarness();
  table = makeTable(harness, { Name: "title" }).dataSourceId;
});
afterEach(() => harness.stop());

const create = () => harness.notion.pages.create({ parent: { data_source_id: table }, properties: {} });
const rows = async () =>
  (await harness.notion.dataSources.query({ data_source_id: table })).results.map((row) => row.id);
const onCreate = (kind: string, more: Record<string, unknown> = {}) =>
  harness.control("fault", { kind, match: { method: "post", path: "^/v1/pages$" }, ...more });

describe("faults", () => {
  it.each([
    ["429", 429, "rate_limited"],
    ["500", 500, "internal_server_error"],
    ["503-before", 503, "service_unavailable"],
    ["504-before", 504, "gateway_timeout"],
    ["529", 529, "service_overload"],
    ["409", 409, "conflict_error"],
  ])("%s: nothing was done", async (kind, status, code) => {
    onCreate(kind);
    expect(await failureOf(create())).toMatchObject({ status, code });
    expect(await rows()).toEqual([]);
    await create();
  });

  it("502 comes as HTML from the edge, without a request id", async () => {
    onCreate("502");
    const failure = await failureOf(create());
    expect(failure).toMatchObject({ status: 502, code: "notionhq_client_response_error" });
    expect(failure.body).toContain("<html>");
    expect(failure).toHaveProperty("ray_id", expect.any(String));
    expect(failure).toHaveProperty("request_id", undefined);
    expect(await rows()).toEqual([]);
  });

  it("503-after: it was done, and the answer says what was made", async () => {
    onCreate("503-after");
    const failure = await failureOf(create());
    expect(failure).toMatchObject({ status: 503, code: "service_unavailable" });
    expect(await rows()).toEqual([failure.additional_data?.committed_resource_id]);
  });

  it.each(["500-after", "502-after", "504-after", "reset-after", "cut", "empty"])(
    "%s: it was done and nobody was told",
    async (kind) => {
      onCreate(kind);
      const failure = await failureOf(create());
      expect(failure).toBeInstanceOf(Error);
      expect(await rows()).toHaveLength(1);
    },
  );

  it("reset-before: the socket closes and nothing was done", async () => {
    onCreate("reset-before");
    expect(await failureOf(create())).toBeInstanceOf(TypeError);
    expect(await rows()).toEqual([]);
  });

  it("slow: the client gives up, the write stays", async () => {
    onCreate("slow", { delayMs: 400 });
    const hasty = new Client({
      auth: harness.token,
      baseUrl: harness.url,
      notionVersion: "2026-03-11",
      timeoutMs: 100,
      retry: false,
      logger: () => undefined,
    });
    const failure = await failureOf(
      hasty.pages.create({ parent: { data_source_id: table }, properties: {} }),
    );
    expect(failure.code).toBe("notionhq_client_request_timeout");
    expect(await rows()).toHaveLength(1);
  });

  it("hit the requests they are meant for, as often and as late as asked", async () => {
    harness.control("fault", { kind: "500", match: { path: "/query$" }, afterRequests: 1, times: 2 });
    const outcome = () =>
      rows().then(
        () => "ok",
        () => "failed",
      );
    expect([await outcome(), await outcome(), await outcome(), await outcome()]).toEqual([
      "ok",
      "failed",
      "failed",
      "ok",
    ]);
    await create();
    harness.control("fault", { kind: "500", times: 5 });
    expect(harness.control("pending-faults")).toBe(5);
    harness.control("clear-faults");
    await create();
    expect(() => harness.control("fault", { kind: "nonsense" })).toThrow(/kind is one of/);
  });
});

describe("faults left to chance", () => {
  const outcomes = async (count: number) => {
    const seen: boolean[] = [];
    for (let at = 0; at < count; at++) {
      const { status } = await harness.raw("GET", "/v1/users/me");
      seen.push(status === 500);
    }
    return seen;
  };
  const arm = (more: Record<string, unknown>) => harness.control("fault", { kind: "500", ...more });

  it("hit about as often as asked, alike for one seed, until they are cleared", async () => {
    const runs: boolean[][] = [];
    for (const seed of [7, 7, 8]) {
      arm({ probability: 0.3, seed });
      runs.push(await outcomes(60));
      expect(harness.control("pending-faults")).toBe(0);
      harness.control("clear-faults");
    }
    const hits = runs[0]?.filter(Boolean).length ?? 0;
    expect(hits).toBeGreaterThan(8);
    expect(hits).toBeLessThan(30);
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).not.toEqual(runs[2]);
    expect(await outcomes(20)).not.toContain(true);
  });

  it("hit no more often than counted", async () => {
    arm({ probability: 0.5, times: 3 });
    expect((await outcomes(60)).filter(Boolean)).toHaveLength(3);
    arm({ probability: 0 });
    expect(await outcomes(20)).not.toContain(true);
    expect(() => arm({ probability: 2 })).toThrow(/from 0 to 1/);
  });

  it("503 before a query advises to ask for less", async () => {
    harness.control("fault", { kind: "503-before", match: { path: "/query$" } });
    expect((await failureOf(rows())).additional_data?.retry_guidance).toMatch(/page_size/);
    onCreate("503-before");
    expect((await failureOf(create())).additional_data).toBeUndefined();
  });
});

describe("counts", () => {
  it("tell calls by pattern and writes that took effect", async () => {
    harness.control("reset-counts");
    await create();
    await rows();
    await rows();
    await failureOf(
      harness.notion.pages.create({ parent: { data_source_id: table }, properties: { X: {} as never } }),
    );
    expect(harness.control("counts")).toEqual({
      requests: { "POST /v1/pages": 2, "POST /v1/data_sources/{data_source_id}/query": 2 },
      writes: 1,
      total: 4,
    });
  });
});
