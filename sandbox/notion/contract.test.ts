import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadContract } from "./testing/contract";
import { type Harness, makeTable, startHarness } from "./testing/harness";

const contract = loadContract();
if (contract === null) console.log("skipped: no ../shared");

/** Every answer of the sandbox against the official OpenAPI document (version 2026-03-11). */
describe.skipIf(contract === null)("the official document", { timeout: 30_000 }, () => {
  let harness: Harness;
  let table: { databaseId: string; dataSourceId: string };
  let pageId: string;

  beforeAll(async () => {
    harness = await startHarness();
    const other = makeTable(harness, { Name: "title" }, "Other");
    table = makeTable(harness, {
      Name: "title",
      Text: "rich_text",
      Price: "number",
      Kind: { select: { options: [{ name: "a", color: "red" }] } },
      Tags: "multi_select",
      State: "status",
      Day: "date",
      Who: "people",
      Files: "files",
      Done: "checkbox",
      Link: "url",
      Mail: "email",
      Phone: "phone_number",
      Rel: { relation: { data_source_id: other.dataSourceId, single_property: {} } },
      Dual: { relation: { data_source_id: other.dataSourceId, dual_property: {} } },
      Made: "created_time",
      Edited: "last_edited_time",
      Maker: "created_by",
      Editor: "last_edited_by",
      Number: { unique_id: { prefix: "T" } },
      Formula: { formula: { expression: "1" } },
    });
    const target = harness.control("create-row", { dataSourceId: other.dataSourceId, values: { Name: "t" } });
    harness.control("create-row", { dataSourceId: table.dataSourceId, values: {} });
    const full = harness.control("create-row", {
      dataSourceId: table.dataSourceId,
      values: {
        Name: "full",
        Text: "some text",
        Price: 1.5,
        Kind: "a",
        Tags: ["x", "y"],
        State: "Done",
        Day: "2026-03-01T10:00:00+02:00",
        Who: ["Ada Marsh"],
        Files: ["https://example.com/f.pdf"],
        Done: true,
        Link: "https://example.com",
        Mail: "a@example.com",
        Phone: "+49 1",
        Rel: [target.pageId],
        Dual: [target.pageId],
        Formula: 7,
      },
    });
    pageId = String(full.pageId);
  });
  afterAll(() => harness.stop());

  const expectKept = (method: string, pattern: string, body: unknown) =>
    expect(contract?.response(method, pattern, body)).toEqual([]);

  it("is kept by pages, empty and full, and their property items", async () => {
    expectKept("get", "/v1/pages/{page_id}", (await harness.raw("GET", `/v1/pages/${pageId}`)).body);
    const page = (await harness.raw("GET", `/v1/pages/${pageId}`)).body;
    for (const property of Object.values(page.properties as Record<string, { id: string }>)) {
      const item = await harness.raw("GET", `/v1/pages/${pageId}/properties/${property.id}`);
      expect(item.status).toBe(200);
      expectKept("get", "/v1/pages/{page_id}/properties/{property_id}", item.body);
    }
  });

  it("is kept by data sources, databases and query lists", async () => {
    const id = table.dataSourceId;
    expectKept(
      "get",
      "/v1/data_sources/{data_source_id}",
      (await harness.raw("GET", `/v1/data_sources/${id}`)).body,
    );
    expectKept(
      "get",
      "/v1/databases/{database_id}",
      (await harness.raw("GET", `/v1/databases/${table.databaseId}`)).body,
    );
    const list = (await harness.raw("POST", `/v1/data_sources/${id}/query`, {})).body;
    expect(list.results).toHaveLength(2);
    expectKept("post", "/v1/data_sources/{data_source_id}/query", list);
    expectKept("post", "/v1/search", (await harness.raw("POST", "/v1/search", {})).body);
  });

  it("is kept by users", async () => {
    expectKept("get", "/v1/users/me", (await harness.raw("GET", "/v1/users/me")).body);
    expectKept("get", "/v1/users", (await harness.raw("GET", "/v1/users")).body);
  });

  it("is kept by errors", async () => {
    const id = table.dataSourceId;
    const bad = await harness.raw("POST", `/v1/data_sources/${id}/query`, { nonsense: 1 });
    expect(contract?.schema("error_api_400", bad.body)).toEqual([]);
    const missing = await harness.raw("GET", `/v1/pages/${id}`);
    expect(contract?.schema("error_api_404", missing.body)).toEqual([]);
    const stranger = await harness.raw("GET", "/v1/users/me", undefined, { authorization: "Bearer no" });
    expect(contract?.schema("error_api_401", stranger.body)).toEqual([]);
    harness.control("fault", { kind: "429", retryAfter: 7 });
    const limited = await harness.raw("GET", "/v1/users/me");
    expect(contract?.schema("error_api_429", limited.body)).toEqual([]);
    harness.control("fault", { kind: "503-after", match: { method: "POST", path: "^/v1/pages" } });
    const down = await harness.raw("POST", "/v1/pages", {
      parent: { data_source_id: id },
      properties: {},
    });
    expect(contract?.schema("error_api_503", down.body)).toEqual([]);
  });

  it("would be broken by an answer of another shape", async () => {
    const page = (await harness.raw("GET", `/v1/pages/${pageId}`)).body;
    expect(contract?.response("get", "/v1/pages/{page_id}", { ...page, archived: false })).not.toEqual([]);
    expect(contract?.response("get", "/v1/pages/{page_id}", { ...page, id: "x" })).not.toEqual([]);
    for (const value of [
      { id: "a", type: "number", number: "1" },
      { id: "a", type: "number", number: 1, extra: true },
      { id: "a", type: "select", select: { id: "a", name: "b", color: "red", description: null } },
    ])
      expect(
        contract?.response("get", "/v1/pages/{page_id}", { ...page, properties: { X: value } }),
      ).not.toEqual([]);
  });
});
