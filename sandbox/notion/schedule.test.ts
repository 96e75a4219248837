import { afterEach, beforeEach, expect, it } from "vitest";
import { asPage, failureOf, type Harness, makeTable, startHarness } from "./testing/harness";

let harness: Harness;
let dataSourceId: string;
let pageId: string;
beforeEach(async () => {
  harness = await startHarness();
  dataSourceId = makeTable(harness, { Name: "title", Price: "number" }).dataSourceId;
  pageId = String(harness.control("create-row", { dataSourceId, values: { Price: 1 } }).pageId);
});
afterEach(() => harness.stop());

const price = async () =>
  asPage(await harness.notion.pages.retrieve({ page_id: pageId })).properties.Price?.number;
const edit = (value: number) => ({
  command: "edit-cell",
  input: { pageId, property: "Price", value },
});
const write = (number: number) =>
  harness.notion.pages.update({ page_id: pageId, properties: { Price: { number } } });

it("a gesture happens before the n-th matching request, once", async () => {
  harness.control("schedule", {
    ...edit(5),
    match: { method: "get", path: "^/v1/pages/" },
    nth: 2,
  });
  expect(harness.control("schedule-status")).toEqual({ pending: 1, failed: [] });
  await harness.notion.users.me({});
  expect(await price()).toBe(1);
  expect(await price()).toBe(5);
  await write(6);
  expect([await price(), await price()]).toEqual([6, 6]);
  expect(harness.control("schedule-status")).toEqual({ pending: 0, failed: [] });
});

it("or after its effect and before its answer: the answer does not know of it", async () => {
  harness.control("schedule", { ...edit(8), match: { method: "PATCH" }, when: "after" });
  expect(asPage(await write(7)).properties.Price?.number).toBe(7);
  expect(await price()).toBe(8);
  harness.control("schedule", { ...edit(9), match: { method: "PATCH" }, when: "before" });
  expect(asPage(await write(10)).properties.Price?.number).toBe(10);
  expect(await price()).toBe(10);
});

it("also where a fault keeps the request from its effect", async () => {
  harness.control("fault", { kind: "503-before", match: { method: "PATCH" } });
  harness.control("schedule", { ...edit(3), match: { method: "PATCH" } });
  expect(await failureOf(write(2))).toMatchObject({ status: 503 });
  expect(await price()).toBe(3);
});

it("tells of gestures that made no sense when their moment came, and of those that never can", async () => {
  harness.control("schedule", { command: "purge", input: { pageIds: [pageId] } });
  harness.control("schedule", edit(2));
  expect(await failureOf(price())).toMatchObject({ status: 404 });
  expect(harness.control("schedule-status")).toMatchObject({
    pending: 0,
    failed: [expect.stringMatching(/^edit-cell: /)],
  });
  for (const bad of [
    { command: "nonsense" },
    { command: "schedule" },
    { ...edit(1), nth: 0 },
    { ...edit(1), when: "later" },
  ])
    expect(() => harness.control("schedule", bad)).toThrow();
  harness.control("schedule", edit(1));
  harness.control("clear-schedule");
  expect(harness.control("schedule-status")).toEqual({ pending: 0, failed: [] });
});
