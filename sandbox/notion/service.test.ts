import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asPage, failureOf, type Harness, makeTable, startHarness, text } from "./testing/harness";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

describe("a first round through the official client", () => {
  it("makes, queries, updates, trashes and restores a row", async () => {
    const { dataSourceId } = makeTable(harness, { Name: "title", Price: "number", Tag: "select" });
    const { notion } = harness;
    const source = await notion.dataSources.retrieve({ data_source_id: dataSourceId });
    expect(Object.keys(source.properties)).toEqual(["Name", "Price", "Tag"]);
    const made = asPage(
      await notion.pages.create({
        parent: { type: "data_source_id", data_source_id: dataSourceId },
        properties: {
          Name: { title: text("one") },
          Price: { number: 3.5 },
          Tag: { select: { name: "new" } },
        },
      }),
    );
    const listed = await notion.dataSources.query({ data_source_id: dataSourceId });
    expect(listed.results.map((row) => row.id)).toEqual([made.id]);
    const changed = asPage(
      await notion.pages.update({ page_id: made.id, properties: { Price: { number: null } } }),
    );
    expect(changed.properties.Price?.number).toBeNull();
    expect(changed.properties.Tag?.select).toMatchObject({ name: "new" });
    await notion.pages.update({ page_id: made.id, in_trash: true });
    expect((await notion.dataSources.query({ data_source_id: dataSourceId })).results).toEqual([]);
    expect(asPage(await notion.pages.retrieve({ page_id: made.id })).in_trash).toBe(true);
    const refused = await failureOf(
      notion.pages.update({ page_id: made.id, properties: { Price: { number: 1 } } }),
    );
    expect(refused).toMatchObject({ status: 400, code: "validation_error" });
    await notion.pages.update({ page_id: made.id, in_trash: false });
    expect((await notion.dataSources.query({ data_source_id: dataSourceId })).results).toHaveLength(1);
  });
});

describe("answers take their time", () => {
  it("each so long and some more by chance, so that a chain of cursors costs something", async () => {
    const { dataSourceId } = makeTable(harness, { Name: "title" });
    harness.control("create-rows", { dataSourceId, rows: Array.from({ length: 6 }, () => ({})) });
    harness.control("set-limits", { pageRows: 1, latencyMs: 20, latencySpreadMs: 100 });
    const took: number[] = [];
    let cursor: string | null = null;
    do {
      const began = performance.now();
      const page = await harness.raw("POST", `/v1/data_sources/${dataSourceId}/query`, {
        ...(cursor === null ? {} : { start_cursor: cursor }),
      });
      took.push(performance.now() - began);
      cursor = page.body.next_cursor as string | null;
    } while (cursor !== null);
    expect(took).toHaveLength(6);
    // A timer may fire up to a millisecond early.
    expect(Math.min(...took)).toBeGreaterThanOrEqual(19);
    expect(Math.max(...took) - Math.min(...took)).toBeGreaterThan(40);
  });
});
