import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Store } from "../store";
import { asPage, type Harness, makeTable, startHarness, text } from "./testing/harness";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

interface Rows {
  total: number;
  columns: { name: string }[];
  rows: { pageId: string; lastEditedTime: string; cells: Record<string, string> }[];
}

const rowsOf = (dataSourceId: string, more: Record<string, unknown> = {}) =>
  harness.control("rows", { dataSourceId, ...more }) as unknown as Rows;

describe("a person's hands", () => {
  it("edit cells of every writable type as plain values, and the row counts as edited", async () => {
    const other = makeTable(harness, { Name: "title" }, "Other").dataSourceId;
    const target = harness.control("create-row", { dataSourceId: other, values: { Name: "target" } });
    const values: [string, unknown, unknown, string][] = [
      ["title", "Name", "hello", "hello"],
      ["rich_text", "Text", "some text", "some text"],
      ["number", "Price", "2.5", "2.5"],
      ["select", "Kind", "made up", "made up"],
      ["multi_select", "Tags", ["a", "b"], "a, b"],
      ["status", "State", "Done", "Done"],
      ["date", "Day", "2026-03-04", "2026-03-04"],
      ["people", "Who", "Ada Marsh", "Ada Marsh"],
      ["checkbox", "Done", true, "true"],
      ["url", "Link", "https://example.com", "https://example.com"],
      ["email", "Mail", "a@example.com", "a@example.com"],
      ["phone_number", "Phone", "12", "12"],
      ["files", "Files", ["https://example.com/f"], "https://example.com/f"],
    ] as unknown as [string, unknown, unknown, string][];
    const table = makeTable(harness, {
      ...Object.fromEntries(values.map(([type, name]) => [name, type])),
      Rel: { relation: { data_source_id: other, single_property: {} } },
    }).dataSourceId;
    const { pageId } = harness.control("create-row", { dataSourceId: table, values: {} });
    harness.clock.advance(60_000);
    for (const [, property, value] of values) harness.control("edit-cell", { pageId, property, value });
    harness.control("edit-cell", { pageId, property: "Rel", value: [target.pageId] });
    const [row] = rowsOf(table).rows;
    for (const [, name, , shown] of values) expect(row?.cells[String(name)]).toBe(shown);
    expect(row?.cells.Rel).toBe("target");
    const page = asPage(await harness.notion.pages.retrieve({ page_id: String(pageId) }));
    expect(page.last_edited_time).not.toBe(page.created_time);
    expect(page).toHaveProperty(
      "last_edited_by.id",
      (harness.control("list-users") as unknown as { id: string }[])[0]?.id,
    );
    for (const [, property] of values)
      if (property !== "State") harness.control("edit-cell", { pageId, property, value: null });
    expect(rowsOf(table).rows[0]?.cells).toMatchObject({ Name: "", Price: "", Kind: "", Tags: "", Day: "" });
    expect(() => harness.control("edit-cell", { pageId, property: "Price", value: "many" })).toThrow(
      /number/,
    );
  });

  it("list, search and page rows; find tables; add and rename columns", () => {
    const { dataSourceId } = makeTable(harness, { Name: "title", Price: "number" }, "Prices");
    harness.control("create-rows", {
      dataSourceId,
      rows: Array.from({ length: 30 }, (_, at) => ({ Name: `row ${at}`, Price: at })),
    });
    expect(rowsOf(dataSourceId, { limit: 10, offset: 25 })).toMatchObject({ total: 30 });
    expect(rowsOf(dataSourceId, { limit: 10, offset: 25 }).rows).toHaveLength(5);
    expect(rowsOf(dataSourceId, { search: "ROW 29" }).rows).toHaveLength(1);
    harness.control("add-property", { dataSourceId, name: "Note", type: "rich_text" });
    harness.control("rename-property", { dataSourceId, property: "Price", name: "Cost" });
    harness.control("remove-property", { dataSourceId, property: "Note" });
    expect(rowsOf(dataSourceId).columns.map((column) => column.name)).toEqual(["Name", "Cost"]);
    const tables = harness.control("list-tables") as unknown as Record<string, unknown>[];
    expect(tables).toMatchObject([{ dataSourceId, title: "Prices", rows: 30, shared: true }]);
    const ids = rowsOf(dataSourceId, { limit: 2 }).rows.map((row) => row.pageId);
    harness.control("trash", { pageIds: ids });
    expect(rowsOf(dataSourceId).total).toBe(28);
    expect(rowsOf(dataSourceId, { inTrash: true }).rows.map((row) => row.pageId)).toEqual(ids);
    harness.control("restore", { pageIds: ids });
    expect(rowsOf(dataSourceId).total).toBe(30);
  });

  it("make no sense of commands and things that are not there", () => {
    expect(() => harness.control("nonsense")).toThrow(/no command nonsense/);
    expect(() => harness.control("toString")).toThrow(/no command/);
    expect(() => harness.control("rows", { dataSourceId: "x" })).toThrow(/no data source/);
    expect(() => harness.control("set-limits", { nonsense: 1 })).toThrow(/no setting/);
  });

  it("enter 10,000 rows at once", { timeout: 30_000 }, () => {
    const { dataSourceId } = makeTable(harness, { Name: "title", Kind: "select" });
    harness.control("create-rows", {
      dataSourceId,
      rows: Array.from({ length: 10_000 }, (_, at) => ({ Name: `row ${at}`, Kind: `kind ${at % 5}` })),
    });
    expect(rowsOf(dataSourceId, { limit: 1 }).total).toBe(10_000);
  });
});

describe("a restart", () => {
  it("finds everything that was answered: a second service on the same file", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "notion-sandbox-"));
    const file = path.join(folder, "state.sqlite");
    const first = await startHarness({}, new Store(file));
    const { dataSourceId } = makeTable(first, { Name: "title", Kind: "select" });
    const made = asPage(
      await first.notion.pages.create({
        parent: { data_source_id: dataSourceId },
        properties: { Name: { title: text("kept") }, Kind: { select: { name: "new option" } } },
      }),
    );
    first.control("set-limits", { queryCap: 77 });
    first.control("unshare", { dataSourceId, connectionId: "someone-else" });
    // No close: the first process is gone as after kill -9, its file is read by another.
    const second = await startHarness({}, new Store(file));
    const client = second.client(first.token);
    const page = asPage(await client.pages.retrieve({ page_id: made.id }));
    expect(page).toEqual(made);
    expect((await client.users.me({})).id).toBe(first.connectionId);
    expect((await client.dataSources.query({ data_source_id: dataSourceId })).results).toHaveLength(1);
    await first.stop();
    await second.stop();
    first.store.close();
    second.store.close();
    rmSync(folder, { recursive: true });
  });
});
