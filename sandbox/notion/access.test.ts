import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asPage, failureOf, type Harness, makeTable, startHarness } from "./testing/harness";

let harness: Harness;
let table: { databaseId: string; dataSourceId: string };
beforeAll(async () => {
  harness = await startHarness();
  table = makeTable(harness, { Name: "title" });
});
afterAll(() => harness.stop());

describe("the version header", () => {
  it("must be there and be one that is reproduced", async () => {
    const missing = await fetch(`${harness.url}/v1/users/me`, {
      headers: { authorization: `Bearer ${harness.token}` },
    });
    expect(missing.status).toBe(400);
    expect(await missing.json()).toMatchObject({ object: "error", code: "missing_version" });
    const old = await failureOf(harness.client(harness.token, "2022-06-28").users.me({}));
    expect(old.status).toBe(400);
  });

  it("decides whether `archived` exists", async () => {
    const made = harness.control("create-row", { dataSourceId: table.dataSourceId, values: {} });
    const page_id = String(made.pageId);
    const old = harness.client(harness.token, "2025-09-03");
    expect(await old.pages.retrieve({ page_id })).toMatchObject({ archived: false, in_trash: false });
    expect(await old.dataSources.retrieve({ data_source_id: table.dataSourceId })).toHaveProperty("archived");
    expect(await old.databases.retrieve({ database_id: table.databaseId })).toHaveProperty("archived");
    expect(await harness.notion.pages.retrieve({ page_id })).not.toHaveProperty("archived");
    expect(asPage(await old.pages.update({ page_id, archived: true })).in_trash).toBe(true);
    const failure = await failureOf(harness.notion.pages.update({ page_id, archived: false }));
    expect(failure.message).toMatch(/body.archived should be not present/);
  });
});

describe("tokens and capabilities", () => {
  it("401 for tokens that are unknown or revoked", async () => {
    expect(await failureOf(harness.client("nope").users.me({}))).toMatchObject({
      status: 401,
      code: "unauthorized",
    });
    const made = harness.control("create-workspace-token");
    const client = harness.client(String(made.token));
    expect((await client.users.me({})).id).toBe(made.connectionId);
    harness.control("revoke-token", { token: made.token });
    expect((await failureOf(client.users.me({}))).status).toBe(401);
  });

  it("403 for what a connection may not do", async () => {
    const made = harness.control("create-workspace-token", { capabilities: ["read"] });
    const client = harness.client(String(made.token));
    await client.dataSources.query({ data_source_id: table.dataSourceId });
    const row = harness.control("create-row", { dataSourceId: table.dataSourceId, values: {} });
    const parent = { data_source_id: table.dataSourceId };
    const calls: (() => Promise<unknown>)[] = [
      () => client.pages.create({ parent, properties: {} }),
      () => client.pages.update({ page_id: String(row.pageId), properties: {} }),
      () => client.users.list({}),
      () => client.dataSources.update({ ...parent, properties: {} }),
    ];
    for (const call of calls)
      expect(await failureOf(call())).toMatchObject({ status: 403, code: "restricted_resource" });
  });
});

describe("what is looked at first", () => {
  it("is the token, then the version, then the window", async () => {
    const limited = await startHarness({ perMinute: 1 });
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${limited.url}/v1/users/me`, { headers })).status;
    const authorization = `Bearer ${limited.token}`;
    const version = { "notion-version": "2026-03-11" };
    expect(await ask({ authorization, ...version })).toBe(200);
    expect(await ask({ authorization: "Bearer nope" })).toBe(401);
    expect(await ask({ authorization })).toBe(400);
    expect(await ask({ authorization, ...version })).toBe(429);
    await limited.stop();
  });
});

describe("errors", () => {
  it("carry the envelope, a request id in body and header, and the client reads both", async () => {
    const answer = await harness.raw("GET", "/v1/pages/00000000-0000-4000-8000-000000000000");
    expect(answer.body).toMatchObject({ object: "error", status: 404, code: "object_not_found" });
    expect(answer.body.request_id).toBe(answer.headers.get("x-notion-request-id"));
    const failure = await failureOf(harness.client("nope").users.me({}));
    expect(failure).toHaveProperty("request_id", expect.stringMatching(/^[0-9a-f-]{36}$/));
    const fine = await harness.raw("GET", "/v1/users/me");
    expect(fine.headers.get("x-notion-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("users", () => {
  it("lists members and bots but no guests, who are found by id", async () => {
    const known = harness.control("list-users") as unknown as { id: string; guest: boolean }[];
    const guest = known.find((user) => user.guest);
    const first = await harness.notion.users.list({ page_size: 2 });
    expect(first).toMatchObject({ has_more: true });
    const rest = await harness.notion.users.list({ start_cursor: String(first.next_cursor) });
    const ids = [...first.results, ...rest.results].map((user) => user.id);
    expect(ids).toContain(harness.connectionId);
    expect(ids).not.toContain(guest?.id);
    expect(await harness.notion.users.retrieve({ user_id: String(guest?.id) })).toMatchObject({
      type: "person",
    });
  });
});

describe("search", () => {
  it("finds data sources by their database's title and pages by theirs, only what is shared", async () => {
    const made = makeTable(harness, { Name: "title" }, "Unmistakable");
    harness.control("create-row", {
      dataSourceId: made.dataSourceId,
      values: { Name: "unmistakably a row" },
    });
    await harness.notion.dataSources.update({
      data_source_id: made.dataSourceId,
      title: [{ text: { content: "Renamed source" } }],
    });
    const find = async (query: string, value?: "page" | "data_source") =>
      (
        await harness.notion.search({
          query,
          ...(value === undefined ? {} : { filter: { property: "object", value } }),
        })
      ).results.map((hit) => hit.object);
    expect((await find("unmistakabl")).sort()).toEqual(["data_source", "page"]);
    expect(await find("UNMISTAKABLE", "data_source")).toEqual(["data_source"]);
    expect(await find("Renamed")).toEqual([]);
    harness.control("unshare", { dataSourceId: made.dataSourceId });
    expect(await find("unmistakabl")).toEqual([]);
    const sorted = await harness.notion.search({
      sort: { timestamp: "last_edited_time", direction: "descending" },
      page_size: 1,
    });
    expect(sorted.results).toHaveLength(1);
    expect(sorted.has_more).toBe(true);
  });
});
