import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asPage, failureOf, type Harness, makeTable, type ReadPage, startHarness } from "./testing/harness";

let harness: Harness;
let left: string;
let right: string;
let rightRows: string[];

beforeEach(async () => {
  harness = await startHarness();
  right = makeTable(harness, { Name: "title" }, "Right").dataSourceId;
  rightRows = harness.control("create-rows", {
    dataSourceId: right,
    rows: Array.from({ length: 60 }, (_, at) => ({ Name: `r${at}` })),
  }).pageIds as string[];
  left = makeTable(
    harness,
    {
      Name: "title",
      Rel: { relation: { data_source_id: right, single_property: {} } },
      Dual: { relation: { data_source_id: right, dual_property: { synced_property_name: "Back" } } },
    },
    "Left",
  ).dataSourceId;
});
afterEach(() => harness.stop());

const create = async (properties: Record<string, unknown>): Promise<ReadPage> =>
  asPage(
    await harness.notion.pages.create({ parent: { data_source_id: left }, properties: properties as never }),
  );
const read = async (id: string): Promise<ReadPage> =>
  asPage(await harness.notion.pages.retrieve({ page_id: id }));
const ids = (page: ReadPage, name: string) =>
  ((page.properties[name]?.relation ?? []) as { id: string }[]).map((entry) => entry.id);
const refs = (list: readonly (string | undefined)[]) => ({ relation: list.map((id) => ({ id })) });

describe("relations", () => {
  it("replace their whole set", async () => {
    const page = await create({ Rel: refs(rightRows.slice(0, 3)) });
    expect(ids(page, "Rel")).toEqual(rightRows.slice(0, 3));
    await harness.notion.pages.update({
      page_id: page.id,
      properties: { Rel: refs([rightRows[5]]) as never },
    });
    expect(ids(await read(page.id), "Rel")).toEqual([rightRows[5]]);
  });

  it("show 25 with has_more, and the rest through the property endpoint", async () => {
    const page = await create({ Rel: refs(rightRows) });
    expect(ids(page, "Rel")).toEqual(rightRows.slice(0, 25));
    expect(page.properties.Rel?.has_more).toBe(true);
    const few = await create({ Rel: refs(rightRows.slice(0, 25)) });
    expect(few.properties.Rel?.has_more).toBe(false);
    const seen: string[] = [];
    let cursor: string | undefined;
    let calls = 0;
    do {
      const list = (await harness.notion.pages.properties.retrieve({
        page_id: page.id,
        property_id: String(page.properties.Rel?.id),
        page_size: 25,
        ...(cursor === undefined ? {} : { start_cursor: cursor }),
      })) as unknown as {
        results: { relation: { id: string } }[];
        next_cursor: string | null;
        has_more: boolean;
        property_item: { next_url: string | null };
      };
      seen.push(...list.results.map((item) => item.relation.id));
      expect(list.has_more).toBe(list.next_cursor !== null);
      expect(list.property_item.next_url === null).toBe(!list.has_more);
      cursor = list.next_cursor ?? undefined;
      calls++;
    } while (cursor !== undefined);
    expect(calls).toBe(3);
    expect(seen).toEqual(rightRows);
  });

  it("read empty, without a word, when the target is not shared", async () => {
    const page = await create({ Rel: refs(rightRows.slice(0, 2)) });
    harness.control("unshare", { dataSourceId: right });
    const blind = await read(page.id);
    expect(blind.properties.Rel).toMatchObject({ relation: [], has_more: false });
    const failure = await failureOf(create({ Rel: refs([rightRows[0]]) }));
    expect(failure).toMatchObject({ status: 404, code: "object_not_found" });
    harness.control("share", { dataSourceId: right });
    expect(ids(await read(page.id), "Rel")).toEqual(rightRows.slice(0, 2));
  });

  it("keep the other side of a dual relation in line, without editing it", async () => {
    const before = await read(String(rightRows[0]));
    harness.clock.advance(120_000);
    const page = await create({ Dual: refs(rightRows.slice(0, 2)) });
    const after = await read(String(rightRows[0]));
    expect(ids(after, "Back")).toEqual([page.id]);
    expect(after.last_edited_time).toBe(before.last_edited_time);
    await harness.notion.pages.update({
      page_id: String(rightRows[0]),
      properties: { Back: refs([]) as never },
    });
    expect(ids(await read(page.id), "Dual")).toEqual([rightRows[1]]);
  });

  it("refuse pages of another data source and pages that are not there", async () => {
    const stray = await create({});
    expect(await failureOf(create({ Rel: refs([stray.id]) }))).toMatchObject({ status: 400 });
    expect(await failureOf(create({ Rel: refs(["00000000-0000-4000-8000-000000000000"]) }))).toMatchObject({
      status: 404,
    });
  });

  it("lose trashed and purged targets, and get trashed ones back", async () => {
    const page = await create({ Rel: refs(rightRows.slice(0, 2)) });
    harness.control("trash", { pageIds: [rightRows[0]] });
    expect(ids(await read(page.id), "Rel")).toEqual([rightRows[1]]);
    harness.control("restore", { pageIds: [rightRows[0]] });
    harness.control("purge", { pageIds: [rightRows[1]] });
    expect(ids(await read(page.id), "Rel")).toEqual([rightRows[0]]);
  });

  it("have their other side in the schema, and lose it together", async () => {
    const source = await harness.notion.dataSources.retrieve({ data_source_id: right });
    const back = source.properties.Back as {
      id: string;
      relation: { data_source_id: string; dual_property: { synced_property_name: string } };
    };
    expect(back.relation).toMatchObject({
      data_source_id: left,
      dual_property: { synced_property_name: "Dual" },
    });
    await harness.notion.dataSources.update({ data_source_id: right, properties: { [back.id]: null } });
    const other = await harness.notion.dataSources.retrieve({ data_source_id: left });
    expect(Object.keys(other.properties)).toEqual(["Name", "Rel"]);
  });
});
