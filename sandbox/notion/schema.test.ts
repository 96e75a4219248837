import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asPage, failureOf, type Harness, makeTable, startHarness, text } from "./testing/harness";

let harness: Harness;
let table: string;
beforeEach(async () => {
  harness = await startHarness();
  table = makeTable(harness, {
    Name: "title",
    Price: "number",
    Kind: { select: { options: [{ name: "A" }, { name: "B" }] } },
    State: "status",
  }).dataSourceId;
});
afterEach(() => harness.stop());

interface Schema {
  [name: string]: { id: string; type: string } & Record<string, unknown>;
}
const schema = async (data_source_id = table): Promise<Schema> =>
  (await harness.notion.dataSources.retrieve({ data_source_id })).properties as unknown as Schema;
const patch = (properties: Record<string, unknown>) =>
  harness.notion.dataSources.update({ data_source_id: table, properties: properties as never });
const optionsOf = (property: Record<string, unknown> | undefined, type: string) =>
  (property?.[type] as { options: { id: string; name: string; color: string }[] } | undefined)?.options ?? [];

describe("properties", () => {
  it("keep id and values when renamed; a column made again has another id and no values", async () => {
    const row = harness.control("create-row", { dataSourceId: table, values: { Price: 5 } });
    const page_id = String(row.pageId);
    const before = (await schema()).Price;
    await patch({ [String(before?.id)]: { name: "Cost" } });
    const page = asPage(await harness.notion.pages.retrieve({ page_id }));
    expect(page.properties.Cost).toMatchObject({ id: before?.id, number: 5 });
    expect(page.properties).not.toHaveProperty("Price");
    await patch({ Cost: null });
    expect(asPage(await harness.notion.pages.retrieve({ page_id })).properties).not.toHaveProperty("Cost");
    await patch({ Cost: { number: {} } });
    const again = asPage(await harness.notion.pages.retrieve({ page_id })).properties.Cost;
    expect(again?.id).not.toBe(before?.id);
    expect(again?.number).toBeNull();
  });

  it("title has the id title, cannot go, be doubled or change type", async () => {
    expect((await schema()).Name?.id).toBe("title");
    for (const change of [{ Name: null }, { Second: { title: {} } }, { Name: { number: {} } }])
      expect(await failureOf(patch(change))).toMatchObject({ status: 400 });
  });

  it("names are unique, unknown types and keys refused", async () => {
    for (const change of [{ Price: { name: "Kind" } }, { New: { nonsense: {} } }, { Nope: null }])
      expect(await failureOf(patch(change))).toMatchObject({ status: 400, code: "validation_error" });
    expect(Object.keys(await schema())).toEqual(["Name", "Price", "Kind", "State"]);
  });

  it("convert over text when their type changes", async () => {
    harness.control("create-rows", {
      dataSourceId: table,
      rows: [
        { Name: "number", Kind: "A" },
        { Name: "text", Price: 7 },
      ],
    });
    const { Price, Kind } = await schema();
    await patch({ [String(Price?.id)]: { rich_text: {} }, [String(Kind?.id)]: { number: {} } });
    const after = await schema();
    expect(after.Price).toMatchObject({ id: Price?.id, type: "rich_text" });
    const rows = harness.control("rows", { dataSourceId: table }) as unknown as {
      rows: { cells: Record<string, string> }[];
    };
    expect(rows.rows.map((row) => [row.cells.Price, row.cells.Kind])).toEqual([
      ["", ""],
      ["7", ""],
    ]);
  });

  it("of types that no client knows appear in schema and rows, and cannot be written", async () => {
    harness.control("add-property", { dataSourceId: table, name: "Press", type: "button" });
    const row = harness.control("create-row", { dataSourceId: table, values: {} });
    expect((await schema()).Press).toMatchObject({ type: "button", button: {} });
    const page_id = String(row.pageId);
    const page = asPage(await harness.notion.pages.retrieve({ page_id }));
    expect(page.properties.Press).toMatchObject({ type: "button", button: {} });
    const failure = await failureOf(
      harness.notion.pages.update({ page_id, properties: { Press: { number: 1 } } }),
    );
    expect(failure.status).toBe(400);
  });
});

describe("options", () => {
  it("left out of a PATCH are gone, from rows too; those kept keep their ids", async () => {
    const row = harness.control("create-row", { dataSourceId: table, values: { Kind: "A" } });
    const [a, b] = optionsOf((await schema()).Kind, "select");
    await patch({ Kind: { select: { options: [{ id: b?.id }, { name: "C", color: "blue" }] } } });
    const options = optionsOf((await schema()).Kind, "select");
    expect(options).toMatchObject([
      { id: b?.id, name: "B" },
      { name: "C", color: "blue" },
    ]);
    expect(options.map((option) => option.id)).not.toContain(a?.id);
    const page = asPage(await harness.notion.pages.retrieve({ page_id: String(row.pageId) }));
    expect(page.properties.Kind?.select).toBeNull();
  });

  it("cannot be renamed, recoloured, doubled or given commas through the API", async () => {
    const [a] = optionsOf((await schema()).Kind, "select");
    for (const options of [
      [{ id: a?.id, name: "Other" }],
      [{ name: "A", color: "purple" }],
      [{ name: "new" }, { name: "NEW" }],
      [{ name: "x,y" }],
      Array.from({ length: 101 }, (_, at) => ({ name: `o${at}` })),
    ])
      expect(await failureOf(patch({ Kind: { select: { options } } }))).toMatchObject({ status: 400 });
  });

  it("of a status are added to a group and never removed by omission", async () => {
    const before = optionsOf((await schema()).State, "status");
    await patch({ State: { status: { options: [{ name: "Parked", group: "Complete" }] } } });
    const { State } = await schema();
    expect(optionsOf(State, "status").map((option) => option.name)).toEqual([
      ...before.map((option) => option.name),
      "Parked",
    ]);
    const { groups } = (State?.status ?? { groups: [] }) as {
      groups: { name: string; option_ids: string[] }[];
    };
    const parked = optionsOf(State, "status").find((option) => option.name === "Parked");
    expect(groups.find((group) => group.name === "Complete")?.option_ids).toContain(parked?.id);
  });

  it("renamed by a person keep their id, and rows read the new name", async () => {
    const row = harness.control("create-row", { dataSourceId: table, values: { Kind: "A" } });
    harness.control("rename-option", { dataSourceId: table, property: "Kind", option: "A", name: "Alpha" });
    const page = asPage(await harness.notion.pages.retrieve({ page_id: String(row.pageId) }));
    expect(page.properties.Kind?.select).toMatchObject({ name: "Alpha" });
  });
});

describe("databases", () => {
  it("are made with a first data source, take a second, and rows then need the data source", async () => {
    const home = await harness.notion.search({ filter: { property: "object", value: "page" } });
    const parent = { type: "page_id" as const, page_id: String(home.results[0]?.id) };
    const database = await harness.notion.databases.create({
      parent,
      title: text("Orders"),
      initial_data_source: { properties: { Name: { title: {} }, Total: { number: { format: "euro" } } } },
    });
    const sources = (database as unknown as { data_sources: { id: string; name: string }[] }).data_sources;
    expect(sources).toMatchObject([{ name: "Orders" }]);
    expect((await schema(sources[0]?.id)).Total).toMatchObject({ number: { format: "euro" } });
    await harness.notion.pages.create({ parent: { database_id: database.id }, properties: {} });
    await harness.notion.dataSources.create({
      parent: { type: "database_id", database_id: database.id },
      title: text("Second"),
      properties: { Name: { title: {} } },
    });
    const both = await harness.notion.databases.retrieve({ database_id: database.id });
    expect(both).toMatchObject({ data_sources: [{ name: "Orders" }, { name: "Second" }] });
    const failure = await failureOf(
      harness.notion.pages.create({ parent: { database_id: database.id }, properties: {} }),
    );
    expect(failure.status).toBe(400);
    expect(
      await failureOf(harness.notion.dataSources.retrieve({ data_source_id: database.id })),
    ).toMatchObject({ status: 404 });
  });

  it("in the trash refuse edits of their rows", async () => {
    const made = makeTable(harness, { Name: "title" });
    const row = harness.control("create-row", { dataSourceId: made.dataSourceId, values: {} });
    await harness.notion.databases.update({ database_id: made.databaseId, in_trash: true });
    const failure = await failureOf(
      harness.notion.pages.update({ page_id: String(row.pageId), properties: { Name: { title: [] } } }),
    );
    expect(failure.message).toMatch(/archived/);
  });

  it("in the trash take all rows along, while the data source says nothing of it", async () => {
    const made = makeTable(harness, { Name: "title" });
    const row = harness.control("create-row", { dataSourceId: made.dataSourceId, values: {} });
    const listed = async (is_archived: boolean) => {
      const answer = await harness.raw("POST", `/v1/data_sources/${made.dataSourceId}/query`, {
        is_archived,
      });
      return answer.body.results as unknown[];
    };
    await harness.notion.databases.update({ database_id: made.databaseId, in_trash: true });
    const trashed = { id: row.pageId, in_trash: true, is_archived: true };
    expect(await listed(false)).toEqual([]);
    expect(await listed(true)).toMatchObject([trashed]);
    expect(await harness.notion.pages.retrieve({ page_id: String(row.pageId) })).toMatchObject(trashed);
    expect(await harness.notion.dataSources.retrieve({ data_source_id: made.dataSourceId })).toMatchObject({
      in_trash: false,
    });
    await harness.notion.databases.update({ database_id: made.databaseId, in_trash: false });
    expect(await listed(false)).toMatchObject([{ id: row.pageId, in_trash: false }]);
  });

  it("cannot be put directly into the workspace by an internal connection", async () => {
    const failure = await failureOf(
      harness.notion.databases.create({ parent: { type: "workspace", workspace: true } }),
    );
    expect(failure).toMatchObject({ status: 403, code: "restricted_resource" });
  });
});
