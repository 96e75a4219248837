import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "@/sandbox/notion/testing/harness";
import { type McpClient, startMcpServer } from "./testing/mcp-client";
import { type JudgedTable, judgedTable, type ReadRow, shownRows, textsOf } from "./testing/notion-table";

const require = createRequire(import.meta.url);
const PROGRAM = require.resolve("@notionhq/notion-mcp-server/bin/cli.mjs");
const NOBODY = "00000000-0000-4000-8000-000000000000";

interface Listing {
  readonly results: readonly (ReadRow & { readonly title?: readonly { readonly plain_text: string }[] })[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

let sandbox: Harness;
let table: JudgedTable;
let judge: McpClient;

beforeAll(async () => {
  sandbox = await startHarness();
  table = judgedTable(sandbox, 230);
  judge = await startMcpServer(PROGRAM, { BASE_URL: sandbox.url, NOTION_TOKEN: sandbox.token });
}, 30_000);
afterAll(async () => {
  judge.close();
  await sandbox.stop();
});

const source = () => ({ data_source_id: table.dataSourceId });
const shown = () => shownRows(sandbox, table.dataSourceId);
const columns = () =>
  (sandbox.control("list-tables") as unknown as { dataSourceId: string; properties: { name: string }[] }[])
    .find(({ dataSourceId }) => dataSourceId === table.dataSourceId)
    ?.properties.map(({ name }) => name);

/** All rows, page by page. */
async function readAll(more: object = {}): Promise<{ rows: readonly ReadRow[]; pages: number }> {
  const rows: ReadRow[] = [];
  let cursor: string | null = null;
  for (let pages = 1; ; pages++) {
    const input: Record<string, unknown> = {
      ...source(),
      ...more,
      page_size: 100,
      ...(cursor && { start_cursor: cursor }),
    };
    const { answer }: { answer: Listing } = await judge.call("API-query-data-source", input);
    rows.push(...answer.results);
    if (!answer.has_more) return { rows, pages };
    cursor = answer.next_cursor;
  }
}

describe("Notion's own MCP server", { timeout: 30_000 }, () => {
  it("finds the tables and the person it works for", async () => {
    const filter = { property: "object", value: "data_source" };
    const { answer } = await judge.call<Listing>("API-post-search", { query: "compan", filter });
    expect(answer.results.map(({ id, title }) => [id, title?.[0]?.plain_text])).toEqual([
      [table.dataSourceId, "Companies"],
    ]);
    const self = await judge.call<{ type: string }>("API-get-self", {});
    expect(self.answer).toMatchObject({ object: "user", type: "bot" });
    const database = await judge.call("API-retrieve-a-database", { database_id: table.databaseId });
    expect(database.answer).toMatchObject({ data_sources: [{ id: table.dataSourceId }] });
  });

  it("reads every row with every type of column as people see it, over several pages", async () => {
    const { rows, pages } = await readAll();
    expect(pages).toBe(3);
    expect(new Map(rows.map((row) => [row.id, textsOf(row, table.names)]))).toEqual(shown());
    const schema = await judge.call<{ properties: object }>("API-retrieve-a-data-source", source());
    expect(Object.keys(schema.answer.properties).sort()).toEqual(columns()?.sort());
  });

  it("filters and sorts", async () => {
    const filter = { and: [{ property: "Size", number: { greater_than: 50 } }] };
    const sorts = [{ property: "Size", direction: "descending" }];
    const { rows } = await readAll({ filter, sorts });
    const sizes = rows.map((row) => Number(textsOf(row, table.names).Size));
    const expected = [...shown().values()].map(({ Size }) => Number(Size)).filter((size) => size > 50);
    expect(sizes).toEqual(expected.sort((one, other) => other - one));
  });

  it("makes, changes and trashes a row", async () => {
    const made = await judge.call<ReadRow>("API-post-page", {
      parent: { data_source_id: table.dataSourceId, type: "data_source_id" },
      properties: {
        Name: { title: [{ text: { content: "Made by a judge" } }] },
        Size: { number: 7 },
        Tags: { multi_select: [{ name: "green" }, { name: "new" }] },
        Sector: { relation: [{ id: table.targetIds[1] }] },
      },
    });
    const page = { page_id: made.answer.id };
    expect(shown().get(made.answer.id)).toMatchObject({
      Name: "Made by a judge",
      Size: "7",
      Tags: "green, new",
      Sector: "Trade",
    });
    await judge.call("API-patch-page", {
      ...page,
      properties: { Size: { number: null }, Mail: { email: "j@x.org" } },
    });
    expect(shown().get(made.answer.id)).toMatchObject({ Size: "", Mail: "j@x.org", Sector: "Trade" });
    const read = await judge.call<ReadRow>("API-retrieve-a-page", page);
    expect(textsOf(read.answer, table.names)).toMatchObject({ Name: "Made by a judge", Mail: "j@x.org" });
    const item = await judge.call("API-retrieve-a-page-property", { ...page, property_id: "title" });
    expect(item.answer).toMatchObject({ object: "list", results: [{ type: "title" }] });
    await judge.call("API-patch-page", { ...page, in_trash: true });
    expect(shown().has(made.answer.id)).toBe(false);
    expect((await readAll()).rows.map(({ id }) => id)).not.toContain(made.answer.id);
  });

  it("adds, renames and takes away a column", async () => {
    const change = (properties: object) =>
      judge.call("API-update-a-data-source", { ...source(), properties });
    await change({ Grade: { select: { options: [{ name: "A", color: "red" }] } } });
    expect(columns()).toContain("Grade");
    await change({ Grade: { name: "Class" } });
    expect(columns()).toContain("Class");
    await change({ Class: null });
    expect(columns()).not.toContain("Class");
  });

  it("hears what is wrong", async () => {
    const lost = await judge.call("API-retrieve-a-page", { page_id: NOBODY });
    expect(lost.answer).toMatchObject({ status: 404, code: "object_not_found" });
    const [id] = shown().keys();
    const wrong = await judge.call("API-patch-page", {
      page_id: id,
      properties: { Size: { number: "many" } },
    });
    expect(wrong.answer).toMatchObject({ status: 400, code: "validation_error" });
    sandbox.control("fault", { kind: "429", retryAfter: 1 });
    const busy = await judge.call("API-get-self", {});
    expect(busy.answer).toMatchObject({ status: 429, code: "rate_limited" });
    expect((await judge.call("API-get-self", {})).answer).toMatchObject({ object: "user" });
  });
});
