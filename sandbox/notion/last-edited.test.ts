import { expect, it } from "vitest";
import { asPage, type Harness, makeTable, startHarness, text } from "./testing/harness";

/** What is done to a row, and the switch that says whether its `last_edited_time` moves by it. */
const DEEDS: Readonly<
  Record<
    string,
    { done: (harness: Harness, pageId: string, dataSourceId: string) => unknown; usually: boolean }
  >
> = {
  propertyBumpsEdited: {
    usually: true,
    done: ({ notion }, page_id) =>
      notion.pages.update({ page_id, properties: { Name: { title: text("new") } } }),
  },
  noopBumpsEdited: {
    usually: true,
    done: ({ notion }, page_id) => notion.pages.update({ page_id, properties: { Price: { number: 1 } } }),
  },
  contentBumpsEdited: {
    usually: true,
    done: ({ control }, pageId) => control("touch-body", { pageIds: [pageId] }),
  },
  trashBumpsEdited: {
    usually: false,
    done: ({ notion }, page_id) => notion.pages.update({ page_id, in_trash: true }),
  },
  schemaBumpsEdited: {
    usually: false,
    done: ({ control }, _pageId, dataSourceId) =>
      control("change-property-type", { dataSourceId, property: "Price", type: "rich_text" }),
  },
};

const CASES = Object.entries(DEEDS).flatMap(([name, { done, usually }]) =>
  [undefined, true, false].map((given) => ({ name, done, given, moves: given ?? usually })),
);

it.each(CASES)("$name: $given, the time moves: $moves", async ({ name, done, given, moves }) => {
  const harness = await startHarness(given === undefined ? {} : { [name]: given });
  const { dataSourceId } = makeTable(harness, { Name: "title", Price: "number" });
  const { pageId } = harness.control("create-row", { dataSourceId, values: { Name: "n", Price: 1 } });
  const read = async () => asPage(await harness.notion.pages.retrieve({ page_id: String(pageId) }));
  const before = await read();
  harness.clock.advance(60_000);
  await done(harness, String(pageId), dataSourceId);
  expect((await read()).last_edited_time !== before.last_edited_time).toBe(moves);
  await harness.stop();
});

it("a person's edit of a cell has the same switch, and real changes are edits where empty ones are not", async () => {
  const harness = await startHarness({ propertyBumpsEdited: false });
  const { dataSourceId } = makeTable(harness, { Name: "title" });
  const pageId = String(harness.control("create-row", { dataSourceId, values: {} }).pageId);
  const time = async () => asPage(await harness.notion.pages.retrieve({ page_id: pageId })).last_edited_time;
  const before = await time();
  harness.clock.advance(60_000);
  harness.control("edit-cell", { pageId, property: "Name", value: "n" });
  expect(await time()).toBe(before);
  harness.control("set-limits", { propertyBumpsEdited: true, noopBumpsEdited: false });
  await harness.notion.pages.update({ page_id: pageId, properties: { Name: { title: text("other") } } });
  expect(await time()).not.toBe(before);
  await harness.stop();
});
