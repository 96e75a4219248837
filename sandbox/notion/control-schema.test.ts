import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asPage, failureOf, type Harness, makeTable, startHarness } from "./testing/harness";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

const cell = (dataSourceId: string, name: string) =>
  (harness.control("rows", { dataSourceId }).rows as { cells: Record<string, string> }[]).map(
    ({ cells }) => cells[name],
  );

describe("a column, by a person's hands", () => {
  it("changes its type: the id stays, cells are converted over their text", async () => {
    const { dataSourceId } = makeTable(harness, { Name: "title", Text: "rich_text" });
    for (const Text of ["12", "no number"]) harness.control("create-row", { dataSourceId, values: { Text } });
    const schema = async () =>
      (await harness.notion.dataSources.retrieve({ data_source_id: dataSourceId })).properties.Text;
    const before = await schema();
    harness.control("change-property-type", {
      dataSourceId,
      property: "Text",
      type: "number",
      config: { format: "euro" },
    });
    expect(await schema()).toMatchObject({ id: before?.id, type: "number", number: { format: "euro" } });
    expect(cell(dataSourceId, "Text")).toEqual(["12", ""]);
    expect(() =>
      harness.control("change-property-type", { dataSourceId, property: "Text", type: "nonsense" }),
    ).toThrow(/not present/);
  });

  it("loses an option and with it the cells that held it; renaming keeps both", async () => {
    const { dataSourceId } = makeTable(harness, { Name: "title", Kind: "select", State: "status" });
    const { pageId } = harness.control("create-row", {
      dataSourceId,
      values: { Kind: "a", State: "In progress" },
    });
    const kind = async () =>
      asPage(await harness.notion.pages.retrieve({ page_id: String(pageId) })).properties.Kind?.select;
    const held = await kind();
    harness.control("rename-option", { dataSourceId, property: "Kind", option: "a", name: "b" });
    expect(await kind()).toEqual({ ...(held as object), name: "b" });
    harness.control("delete-option", { dataSourceId, property: "Kind", option: "b" });
    expect(await kind()).toBeNull();
    harness.control("delete-option", { dataSourceId, property: "State", option: "In progress" });
    expect(cell(dataSourceId, "State")).toEqual(["Not started"]);
    expect(() => harness.control("delete-option", { dataSourceId, property: "Kind", option: "b" })).toThrow(
      /no option b/,
    );
  });
});

describe("sharing", () => {
  it("hides the rows of a table that itself still answers, from one connection or from all", async () => {
    const { dataSourceId } = makeTable(harness, { Name: "title" });
    const pageId = String(harness.control("create-row", { dataSourceId, values: {} }).pageId);
    const other = harness.client(String(harness.control("create-workspace-token").token));
    const count = async (client = harness.notion) =>
      (await client.dataSources.query({ data_source_id: dataSourceId })).results.length;
    const { connectionId } = harness;
    harness.control("unshare", { dataSourceId, how: "rows", connectionId });
    expect([await count(), await count(other)]).toEqual([0, 1]);
    expect(await harness.notion.dataSources.retrieve({ data_source_id: dataSourceId })).toBeTruthy();
    expect(await failureOf(harness.notion.pages.retrieve({ page_id: pageId }))).toMatchObject({
      status: 404,
    });
    const hits = await harness.notion.search({ filter: { property: "object", value: "page" } });
    expect(hits.results.map(({ id }) => id)).not.toContain(pageId);
    harness.control("share", { dataSourceId, how: "rows", connectionId });
    expect(await count()).toBe(1);
    harness.control("unshare", { dataSourceId, how: "rows" });
    expect([await count(), await count(other)]).toEqual([0, 0]);
    harness.control("share", { dataSourceId, how: "rows" });
    harness.control("unshare", { dataSourceId });
    expect(await failureOf(count())).toMatchObject({ status: 404 });
    expect(() => harness.control("unshare", { dataSourceId, how: "nonsense" })).toThrow(/how should be/);
  });

  it("hides single rows from lists and from relations, without a word", async () => {
    const target = makeTable(harness, { Name: "title" }, "Target").dataSourceId;
    const from = makeTable(harness, {
      Name: "title",
      Rel: { relation: { data_source_id: target, single_property: {} } },
    }).dataSourceId;
    const [hidden, seen] = ["a", "b"].map((Name) =>
      String(harness.control("create-row", { dataSourceId: target, values: { Name } }).pageId),
    );
    const { pageId } = harness.control("create-row", {
      dataSourceId: from,
      values: { Rel: [hidden, seen] },
    });
    const related = async () =>
      asPage(await harness.notion.pages.retrieve({ page_id: String(pageId) })).properties.Rel?.relation;
    const listed = async () =>
      (await harness.notion.dataSources.query({ data_source_id: target })).results.map(({ id }) => id);
    harness.control("unshare", { pageIds: [hidden] });
    expect(await listed()).toEqual([seen]);
    expect(await related()).toEqual([{ id: seen }]);
    harness.control("share", { pageIds: [hidden] });
    expect(await listed()).toHaveLength(2);
    expect(await related()).toEqual([{ id: hidden }, { id: seen }]);
  });
});
