import { afterEach, beforeEach, expect, it } from "vitest";
import { failureOf, type Harness, startHarness, text } from "./testing/harness";

let harness: Harness;
let homeId: string;
beforeEach(async () => {
  harness = await startHarness({ indexLagMs: 60_000 });
  const found = await harness.notion.search({ filter: { property: "object", value: "page" } });
  homeId = found.results[0]?.id ?? "";
});
afterEach(() => harness.stop());

const makeDatabase = async (title: string) => {
  const parent = { type: "page_id" as const, page_id: homeId };
  return (await harness.notion.databases.create({ parent, title: text(title) })).id;
};

it("lists the databases and pages of a page, in pages of its own ids, before search knows of them", async () => {
  const first = await makeDatabase("First");
  harness.clock.advance(1_000);
  const page = await harness.notion.pages.create({
    parent: { page_id: homeId },
    properties: { title: { title: text("Notes") } },
  });
  const list = await harness.notion.blocks.children.list({ block_id: homeId, page_size: 1 });
  expect(list.results).toMatchObject([
    { object: "block", id: first, type: "child_database", child_database: { title: "First" } },
  ]);
  expect(list.next_cursor).toBe(page.id);
  const rest = await harness.notion.blocks.children.list({ block_id: homeId, start_cursor: page.id });
  expect(rest).toMatchObject({ has_more: false, results: [{ child_page: { title: "Notes" } }] });
  const wrong = harness.notion.blocks.children.list({ block_id: homeId, start_cursor: "nowhere" });
  expect(await failureOf(wrong)).toMatchObject({ status: 400 });
});

it("leaves out what is in the trash or not shared, and hides a page that is not", async () => {
  const gone = await makeDatabase("Gone");
  await harness.notion.databases.update({ database_id: gone, in_trash: true });
  expect((await harness.notion.blocks.children.list({ block_id: homeId })).results).toEqual([]);
  harness.control("unshare", { pageIds: [homeId] });
  expect(await failureOf(harness.notion.blocks.children.list({ block_id: homeId }))).toMatchObject({
    status: 404,
  });
  expect(await failureOf(makeDatabase("More"))).toMatchObject({ status: 404 });
});
