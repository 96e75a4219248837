import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asPage, type Harness, makeTable, startHarness } from "./testing/harness";

let harness: Harness;
let dataSourceId: string;
let pageId: string;
let targets: string[];
beforeEach(async () => {
  harness = await startHarness();
  const other = makeTable(harness, { Name: "title", Price: "number" }, "Other").dataSourceId;
  targets = harness.control("create-rows", {
    dataSourceId: other,
    rows: Array.from({ length: 30 }, (_, at) => ({ Name: `t${at}`, Price: at })),
  }).pageIds as string[];
  const roll = (of: string, how: string) => ({
    rollup: { relation_property_name: "Rel", rollup_property_name: of, function: how },
  });
  dataSourceId = makeTable(harness, {
    Name: "title",
    Rel: { relation: { data_source_id: other, single_property: {} } },
    Sum: roll("Price", "sum"),
    Names: roll("Name", "show_original"),
  }).dataSourceId;
  pageId = String(harness.control("create-row", { dataSourceId, values: { Rel: targets } }).pageId);
});
afterEach(() => harness.stop());

interface Items {
  results: Record<string, unknown>[];
  has_more: boolean;
  next_cursor: string | null;
  property_item: { type: string; next_url: string | null; rollup: Record<string, unknown> };
}

const page = async () => asPage(await harness.notion.pages.retrieve({ page_id: pageId }));
const edit = (property: string, value: unknown) => harness.control("edit-cell", { pageId, property, value });

async function items(property: string, query: Record<string, string | number> = {}): Promise<Items> {
  const id = (await page()).properties[property]?.id;
  const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  const { body } = await harness.raw("GET", `/v1/pages/${pageId}/properties/${id}?${search}`);
  return body as unknown as Items;
}

describe("a rollup's property item", () => {
  it("gives out what is rolled up page by page, and the result with the last one", async () => {
    edit("Sum", 435);
    const first = await items("Sum", { page_size: 20 });
    expect(first.results).toHaveLength(20);
    expect(first.results[3]).toMatchObject({ object: "property_item", type: "number", number: 3 });
    expect(first).toMatchObject({
      has_more: true,
      property_item: { type: "rollup", rollup: { type: "incomplete", incomplete: {}, function: "sum" } },
    });
    expect(first.property_item.next_url).toContain(String(first.next_cursor));
    const rest = await items("Sum", { page_size: 20, start_cursor: String(first.next_cursor) });
    expect(rest.results.map((item) => item.number)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
    expect(rest).toMatchObject({
      has_more: false,
      next_cursor: null,
      property_item: { next_url: null, rollup: { type: "number", number: 435, function: "sum" } },
    });
  });

  it("gives lists one element per result, and leaves out what is not shared", async () => {
    edit("Names", { type: "array", array: [] });
    edit("Names", null);
    expect((await items("Names")).results[0]).toMatchObject({ type: "title", title: { plain_text: "t0" } });
    harness.control("unshare", { pageIds: targets.slice(1) });
    expect((await items("Names")).results).toHaveLength(1);
  });

  it("has all of an array, of which a page shows 25 without a word", async () => {
    const array = Array.from({ length: 30 }, (_, number) => ({ type: "number", number }));
    edit("Names", { type: "array", array });
    const shown = (await page()).properties.Names?.rollup as { array: unknown[] };
    expect(shown.array).toEqual(array.slice(0, 25));
    expect(shown).not.toHaveProperty("has_more");
    const whole = await items("Names");
    expect(whole.results).toHaveLength(30);
    expect(whole.property_item.rollup).toEqual({ type: "array", array: [], function: "show_original" });
  });
});
