import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asPage, failureOf, type Harness, makeTable, startHarness } from "./testing/harness";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

const create = (dataSourceId: string, values: Record<string, unknown>) =>
  String(harness.control("create-row", { dataSourceId, values }).pageId);
const page = async (page_id: string) => asPage(await harness.notion.pages.retrieve({ page_id }));
const queried = async (data_source_id: string) =>
  (await harness.notion.dataSources.query({ data_source_id })).results.map(asPage);

describe("a row as a whole", () => {
  it("moves to another database with the cells that fit, and out of its relations", async () => {
    const others = makeTable(harness, { Name: "title" }, "Others").dataSourceId;
    const from = makeTable(harness, {
      Name: "title",
      Price: "number",
      Note: "rich_text",
      Rel: { relation: { data_source_id: others, dual_property: {} } },
    }).dataSourceId;
    const to = makeTable(harness, { Title: "title", Name: "rich_text", Price: "number" }, "To").dataSourceId;
    const other = create(others, { Name: "other" });
    const pageId = create(from, { Name: "n", Price: 4, Note: "lost", Rel: [other] });
    const related = async () =>
      Object.values((await page(other)).properties).find(({ type }) => type === "relation")?.relation;
    expect(await related()).toEqual([{ id: pageId }]);
    harness.clock.advance(60_000);
    harness.control("move-rows", { pageIds: [pageId], dataSourceId: to });
    const moved = await page(pageId);
    expect(moved).toHaveProperty("parent.data_source_id", to);
    expect(moved.properties.Price?.number).toBe(4);
    expect(moved.properties.Name?.rich_text).toEqual([]);
    expect(moved.last_edited_time).not.toBe(moved.created_time);
    expect(await queried(from)).toEqual([]);
    expect(await queried(to)).toHaveLength(1);
    expect(await related()).toEqual([]);
    harness.control("move-rows", { pageIds: [pageId], dataSourceId: from });
    expect(await related()).toEqual([]);
  });

  it("is duplicated cell by cell, with an id, a number and a time of its own", async () => {
    const table = makeTable(harness, { Name: "title", Key: "rich_text", No: { unique_id: {} } }).dataSourceId;
    const pageId = create(table, { Name: "n", Key: "k1" });
    harness.clock.advance(60_000);
    const copy = await page(String(harness.control("duplicate-row", { pageId }).pageId));
    const original = await page(pageId);
    expect(copy.id).not.toBe(pageId);
    expect(copy.properties.Key).toEqual(original.properties.Key);
    expect(copy.properties.No?.unique_id).toMatchObject({ number: 2 });
    expect(copy.created_time > original.created_time).toBe(true);
    harness.control("trash", { pageIds: [pageId] });
    expect(() => harness.control("duplicate-row", { pageId })).toThrow(/in the trash/);
    expect(() => harness.control("duplicate-row", { pageId: "x" })).toThrow(/no page/);
  });

  it("is edited in its body: the time moves and no cell does", async () => {
    const table = makeTable(harness, { Name: "title" }).dataSourceId;
    const before = await page(create(table, { Name: "n" }));
    harness.clock.advance(60_000);
    harness.control("touch-body", { pageIds: [before.id] });
    const after = await page(before.id);
    expect(after.last_edited_time > before.last_edited_time).toBe(true);
    expect(after.properties).toEqual(before.properties);
  });

  it("is seen later than others by query, where it is told to", async () => {
    const table = makeTable(harness, { Name: "title" }).dataSourceId;
    const slow = create(table, { Name: "old" });
    const quick = create(table, { Name: "old" });
    harness.control("lag-rows", { pageIds: [slow], ms: 60_000 });
    for (const pageId of [slow, quick])
      harness.control("edit-cell", { pageId, property: "Name", value: "new" });
    const names = async () =>
      Object.fromEntries(
        (await queried(table)).map(({ id, properties }) => [
          id,
          (properties.Name?.title as { plain_text: string }[] | undefined)?.[0]?.plain_text,
        ]),
      );
    expect(await names()).toEqual({ [slow]: "old", [quick]: "new" });
    expect((await page(slow)).properties.Name).toMatchObject({ title: [{ plain_text: "new" }] });
    harness.clock.advance(60_000);
    expect(await names()).toEqual({ [slow]: "new", [quick]: "new" });
    expect(() => harness.control("lag-rows", { pageIds: [slow], ms: -1 })).toThrow(/milliseconds/);
  });

  it("is late by a chance of its own where lags are spread, alike for one seed", async () => {
    const arrivals: number[][] = [];
    for (const seed of [3, 3, 4]) {
      const spread = await startHarness({ seed, indexLagMs: 60_000, indexLagSpread: true });
      const table = makeTable(spread, { Name: "title" }).dataSourceId;
      spread.control("create-rows", { dataSourceId: table, rows: Array.from({ length: 20 }, () => ({})) });
      const seen: number[] = [];
      for (let at = 0; at < 4; at++) {
        spread.clock.advance(15_000);
        seen.push((await spread.notion.dataSources.query({ data_source_id: table })).results.length);
      }
      arrivals.push(seen);
      await spread.stop();
    }
    expect(arrivals[0]?.at(-1)).toBe(20);
    expect(arrivals[0]?.[0]).toBeLessThan(20);
    expect(arrivals[0]).toEqual(arrivals[1]);
    expect(arrivals[0]).not.toEqual(arrivals[2]);
  });
});

describe("the trash", () => {
  const DAY = 24 * 3_600_000;

  it("keeps a row for thirty days, each time anew, and then 404 is all that is left", async () => {
    const table = makeTable(harness, { Name: "title" }).dataSourceId;
    const [first, second] = [create(table, {}), create(table, {})];
    harness.control("trash", { pageIds: [first] });
    harness.clock.advance(29 * DAY);
    expect((await page(first)).in_trash).toBe(true);
    await harness.notion.pages.update({ page_id: second, in_trash: true });
    harness.clock.advance(DAY);
    expect(await failureOf(page(first))).toMatchObject({ status: 404 });
    await harness.notion.pages.update({ page_id: second, in_trash: false });
    harness.clock.advance(60 * DAY);
    expect((await page(second)).in_trash).toBe(false);
    await harness.notion.pages.update({ page_id: second, in_trash: true });
    harness.clock.advance(10 * DAY);
    await harness.notion.pages.update({ page_id: second, in_trash: true });
    harness.clock.advance(19 * DAY);
    expect((await page(second)).in_trash).toBe(true);
    harness.clock.advance(DAY);
    expect(await failureOf(page(second))).toMatchObject({ status: 404 });
    const third = create(table, {});
    harness.control("trash", { pageIds: [third] });
    harness.control("set-limits", { purgeAfterMs: DAY });
    harness.clock.advance(DAY);
    expect(await failureOf(page(third))).toMatchObject({ status: 404 });
  });

  it("takes a whole database, gives it back with its rows, and purges it with them", async () => {
    const { databaseId, dataSourceId } = makeTable(harness, { Name: "title" });
    const pageId = create(dataSourceId, {});
    harness.control("trash-database", { databaseId });
    expect((await page(pageId)).in_trash).toBe(true);
    expect(await queried(dataSourceId)).toEqual([]);
    expect((await harness.raw("GET", `/v1/databases/${databaseId}`)).body.in_trash).toBe(true);
    harness.clock.advance(29 * DAY);
    harness.control("restore-database", { databaseId });
    harness.clock.advance(29 * DAY);
    expect(await queried(dataSourceId)).toHaveLength(1);
    harness.control("trash-database", { databaseId });
    harness.clock.advance(30 * DAY);
    for (const path of [`databases/${databaseId}`, `data_sources/${dataSourceId}`, `pages/${pageId}`])
      expect((await harness.raw("GET", `/v1/${path}`)).status).toBe(404);
    expect(() => harness.control("trash-database", { databaseId })).toThrow(/no database/);
  });
});
