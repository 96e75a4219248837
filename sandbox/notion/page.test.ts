import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  asPage,
  failureOf,
  type Harness,
  makeTable,
  type ReadPage,
  startHarness,
  text,
} from "./testing/harness";

let harness: Harness;
let table: string;
beforeEach(async () => {
  harness = await startHarness();
  table = makeTable(harness, {
    Name: "title",
    Text: "rich_text",
    Price: "number",
    Who: "people",
  }).dataSourceId;
});
afterEach(() => harness.stop());

const create = async (properties: Record<string, unknown> = {}): Promise<ReadPage> =>
  asPage(
    await harness.notion.pages.create({ parent: { data_source_id: table }, properties: properties as never }),
  );
const read = async (page_id: string): Promise<ReadPage> =>
  asPage(await harness.notion.pages.retrieve({ page_id }));
const setPrice = (page_id: string, price: number) =>
  harness.notion.pages.update({ page_id, properties: { Price: { number: price } } });

describe("times", () => {
  it("are floored to the minute, so a second edit in the same minute leaves no trace", async () => {
    harness.clock.advance(60_000 - (harness.clock.now() % 60_000) + 5000);
    const made = await create();
    expect(made.created_time).toMatch(/:00\.000Z$/);
    expect(Date.parse(made.created_time)).toBeLessThanOrEqual(harness.clock.now());
    harness.clock.advance(20_000);
    const edited = asPage(await setPrice(made.id, 1));
    expect(edited.last_edited_time).toBe(made.last_edited_time);
    harness.clock.advance(60_000);
    const later = asPage(await setPrice(made.id, 2));
    expect(Date.parse(later.last_edited_time) - Date.parse(made.last_edited_time)).toBe(60_000);
    expect(later.created_time).toBe(made.created_time);
  });

  it("compare floored in filters too", async () => {
    harness.clock.advance(60_000 - (harness.clock.now() % 60_000) + 45_000);
    const made = await create();
    const since = (iso: string) =>
      harness.notion.dataSources.query({
        data_source_id: table,
        filter: { timestamp: "last_edited_time", last_edited_time: { on_or_after: iso } },
      });
    expect((await since(made.last_edited_time)).results).toHaveLength(1);
    const justBefore = new Date(harness.clock.now() - 10_000).toISOString();
    expect((await since(justBefore)).results).toHaveLength(0);
  });
});

describe("the trash", () => {
  it("keeps the row readable, out of queries, and unwilling to be edited", async () => {
    const made = await create({ Price: { number: 1 } });
    expect(asPage(await harness.notion.pages.update({ page_id: made.id, in_trash: true })).in_trash).toBe(
      true,
    );
    expect(await read(made.id)).toMatchObject({ in_trash: true, is_archived: true });
    const failure = await failureOf(setPrice(made.id, 2));
    expect(failure).toMatchObject({ status: 400, code: "validation_error" });
    expect(failure.message).toMatch(/Can't edit block that is archived/);
    await harness.notion.pages.update({ page_id: made.id, in_trash: true });
    const back = asPage(await harness.notion.pages.update({ page_id: made.id, in_trash: false }));
    expect(back.properties.Price?.number).toBe(1);
  });

  it.each([
    [false, 0],
    [true, 60_000],
  ])("with trashBumpsEdited %s moves last_edited_time by %d ms", async (trashBumpsEdited, moved) => {
    harness.control("set-limits", { trashBumpsEdited });
    const made = await create();
    harness.clock.advance(60_000);
    const gone = asPage(await harness.notion.pages.update({ page_id: made.id, in_trash: true }));
    expect(Date.parse(gone.last_edited_time) - Date.parse(made.last_edited_time)).toBe(moved);
  });

  it("can be emptied: then the page is as if it had never been", async () => {
    const made = await create();
    const never = await failureOf(read("00000000-0000-4000-8000-000000000000"));
    harness.control("purge", { pageIds: [made.id] });
    const purged = await failureOf(read(made.id));
    expect(purged).toMatchObject({ status: 404, code: "object_not_found" });
    expect(purged.message.replace(made.id, "ID")).toBe(
      never.message.replace("00000000-0000-4000-8000-000000000000", "ID"),
    );
  });
});

describe("sharing", () => {
  it("is taken and given at run time; unshared looks like missing", async () => {
    const made = await create();
    harness.control("unshare", { dataSourceId: table });
    const missing = await failureOf(read("00000000-0000-4000-8000-000000000000"));
    const calls = [
      () => read(made.id),
      () => setPrice(made.id, 1),
      () => harness.notion.dataSources.retrieve({ data_source_id: table }),
      () => harness.notion.dataSources.query({ data_source_id: table }),
    ];
    for (const call of calls)
      expect(await failureOf(call())).toMatchObject({ status: 404, code: "object_not_found" });
    const unshared = await failureOf(read(made.id));
    expect(unshared.message.replace(made.id, "ID")).toBe(
      missing.message.replace("00000000-0000-4000-8000-000000000000", "ID"),
    );
    harness.control("share", { dataSourceId: table });
    expect((await read(made.id)).id).toBe(made.id);
  });

  it("can be taken from one connection alone", async () => {
    const made = await create();
    const second = harness.control("create-workspace-token");
    harness.control("unshare", { dataSourceId: table, connectionId: harness.connectionId });
    expect((await failureOf(read(made.id))).status).toBe(404);
    const seen = await harness.client(String(second.token)).pages.retrieve({ page_id: made.id });
    expect(seen.id).toBe(made.id);
  });
});

describe("lists over 25", () => {
  it("are cut in people, title and rich_text without a word, and whole in the property endpoint", async () => {
    const people = Array.from({ length: 30 }, (_, at) => {
      const made = harness.control("add-user", { name: `User ${at}`, email: `u${at}@example.com` });
      return { id: String(made.userId) };
    });
    const runs = Array.from({ length: 40 }, (_, at) => ({
      text: { content: `${at} ` },
      annotations: { bold: at % 2 === 0 },
    }));
    const made = await create({ Who: { people }, Name: { title: runs }, Text: { rich_text: runs } });
    const found = (await harness.notion.dataSources.query({ data_source_id: table })).results[0];
    for (const page of [made, asPage(found)]) {
      expect(page.properties.Who?.people).toHaveLength(25);
      expect(page.properties.Name?.title).toHaveLength(25);
      expect(page.properties.Text?.rich_text).toHaveLength(25);
      expect(page.properties.Who).not.toHaveProperty("has_more");
    }
    for (const [name, count] of [
      ["Who", 30],
      ["Name", 40],
      ["Text", 40],
    ] as const) {
      const list = (await harness.notion.pages.properties.retrieve({
        page_id: made.id,
        property_id: String(made.properties[name]?.id),
      })) as unknown as { object: string; results: Record<string, unknown>[]; has_more: boolean };
      expect(list).toMatchObject({ object: "list", has_more: false });
      expect(list.results).toHaveLength(count);
      for (const result of list.results) expect(Array.isArray(result[String(result.type)])).toBe(false);
    }
  });

  it("other types come as one property item", async () => {
    const made = await create({ Price: { number: 7 } });
    const item = await harness.notion.pages.properties.retrieve({
      page_id: made.id,
      property_id: String(made.properties.Price?.id),
    });
    expect(item).toMatchObject({ object: "property_item", type: "number", number: 7 });
  });
});

describe("addresses and bodies", () => {
  it("take ids with and without dashes and give them with", async () => {
    const made = await create();
    const bare = made.id.replaceAll("-", "");
    expect((await read(bare)).id).toBe(made.id);
    expect((await read(bare.toUpperCase())).id).toBe(made.id);
    const failure = await harness.raw("GET", "/v1/pages/12345");
    expect(failure.body).toMatchObject({ status: 400, code: "validation_error" });
    expect(failure.body.message).toMatch(/path.page_id should be a valid uuid/);
  });

  it("refuse unknown keys, unknown addresses, broken JSON and bodies over 500 KB", async () => {
    const parent = { data_source_id: table };
    const cases: [string, unknown, string][] = [
      ["/v1/pages", { parent, properties: {}, nonsense: 1 }, "validation_error"],
      ["/v1/pages", "{", "invalid_json"],
      ["/v1/pages", [], "validation_error"],
      ["/v1/nowhere", {}, "invalid_request_url"],
      ["/v1/pages", { parent, properties: {}, icon: "x".repeat(500_001) }, "validation_error"],
    ];
    for (const [path, body, code] of cases) {
      const answer = await harness.raw("POST", path, body);
      expect(answer).toMatchObject({ status: 400, body: { object: "error", code } });
    }
  });

  it("trim the answer of a write by filter_properties", async () => {
    const made = asPage(
      await harness.notion.pages.create({
        parent: { data_source_id: table },
        properties: { Name: { title: text("x") } },
        filter_properties: ["title"],
      }),
    );
    expect(Object.keys(made.properties)).toEqual(["Name"]);
  });

  it("move a row to another data source, cells by name and type", async () => {
    const other = makeTable(harness, { Title: "title", Price: "number", Text: "number" }).dataSourceId;
    const made = await create({ Price: { number: 5 }, Text: { rich_text: text("t") } });
    const moved = asPage(
      await harness.notion.pages.move({ page_id: made.id, parent: { data_source_id: other } }),
    );
    expect(moved.id).toBe(made.id);
    expect(moved.properties.Price?.number).toBe(5);
    expect(moved.properties.Text?.number).toBeNull();
    expect((await harness.notion.dataSources.query({ data_source_id: table })).results).toHaveLength(0);
    expect((await harness.notion.dataSources.query({ data_source_id: other })).results).toHaveLength(1);
  });
});

describe("limits of the workspace", () => {
  it("the free plan's block limit stops creates and nothing else", async () => {
    const made = await create();
    harness.control("set-limits", { blockLimit: 2 });
    const failure = await failureOf(create());
    expect(failure).toMatchObject({
      status: 403,
      code: "restricted_resource",
      additional_data: { block_limit: "2" },
    });
    await setPrice(made.id, 3);
  });

  it("the index may lag behind: query sees the old, GET the new", async () => {
    harness.control("set-limits", { indexLagMs: 30_000 });
    const made = await create();
    const query = async () => (await harness.notion.dataSources.query({ data_source_id: table })).results;
    expect(await query()).toHaveLength(0);
    expect((await read(made.id)).id).toBe(made.id);
    harness.clock.advance(30_000);
    expect(await query()).toHaveLength(1);
    await setPrice(made.id, 9);
    expect(asPage((await query())[0]).properties.Price?.number).toBeNull();
    expect((await read(made.id)).properties.Price?.number).toBe(9);
    harness.clock.advance(30_000);
    expect(asPage((await query())[0]).properties.Price?.number).toBe(9);
  });
});
