import { describe, expect, it } from "vitest";
import { Calls, notionClient } from "./client";
import { planOf } from "./config";
import { completed, draftOf } from "./record";
import { type Call, list, page, rich, SOURCE, scripted, uuid } from "./scripted.test-kit";

const ROWS = 60;

const plan = planOf({
  address: { dataSourceId: SOURCE },
  key: ["name"],
  mapped: [
    { field: { id: "name", name: "Name", type: "text" }, sideField: "title", writable: true },
    { field: { id: "deals", name: "Deals", type: "relation", target: "t" }, sideField: "r", writable: true },
    { field: { id: "people", name: "People", type: "multi-select" }, sideField: "p", writable: true },
  ],
});

const members = (native: "relation" | "people", count: number) => ({
  type: native,
  [native]: Array.from({ length: count }, (_, at) => ({ id: uuid(1_000 + at) })),
});
const drafts = Array.from({ length: ROWS }, (_, at) => {
  const shown = { title: rich("title", `row ${at}`), r: members("relation", 25), p: members("people", 25) };
  return draftOf(plan, new Map(), page(at + 10, shown));
}).filter((draft) => draft !== null);

/** Each list takes two calls. */
function answer({ path, query }: Call) {
  const native = path.endsWith("/r") ? "relation" : "people";
  const at = query.get("start_cursor") === null ? 1 : 2;
  const item = { object: "property_item", type: native, [native]: { id: uuid(at) } };
  return at === 1 ? list([item], { has_more: true, next_cursor: "more" }) : list([item]);
}

const filledIn = async (begin?: (count: number) => number): Promise<string[]> => {
  const calls = new Calls(notionClient("secret_1", scripted(answer).out.fetch, "http://notion.test"));
  const records = await completed(calls, drafts, { left: 100 }, begin);
  expect(records.map(({ locator }) => locator)).toEqual(drafts.map(({ record }) => record.locator));
  expect(calls.requests).toBe(100);
  return records.flatMap(({ cells, unknown, locator }) => {
    expect([...Object.keys(cells), ...Object.keys(unknown)].sort()).toEqual(["deals", "name", "people"]);
    return Object.keys(cells)
      .filter((field) => field !== "name")
      .map((field) => `${locator} ${field}`);
  });
};

describe("more long lists than there are calls for", () => {
  it("are filled in from where it begins, around the end", async () => {
    const first = await filledIn(() => 0);
    expect(first).toHaveLength(50);
    const [late, none] = [await filledIn((count) => count - 10), await filledIn((count) => count - 70)];
    expect(late.filter((each) => first.includes(each))).toHaveLength(40);
    expect(none.filter((each) => first.includes(each))).toEqual([]);
  });

  it("get their turn, each of them", async () => {
    const seen = new Set<string>();
    for (let run = 0; run < 60 && seen.size < 2 * ROWS; run += 1)
      for (const each of await filledIn()) seen.add(each);
    expect(seen.size).toBe(2 * ROWS);
  });
});
