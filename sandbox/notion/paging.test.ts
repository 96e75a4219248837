import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, type Harness, makeTable, startHarness } from "./testing/harness";

let harness: Harness;
let table: string;

beforeAll(async () => {
  harness = await startHarness();
  table = makeTable(harness, { Name: "title", Price: "number" }).dataSourceId;
  harness.control("create-rows", {
    dataSourceId: table,
    rows: Array.from({ length: 12_000 }, (_, at) => ({ Name: `row ${at}`, Price: at })),
    createdAt: "2026-01-01T00:00:30Z",
  });
});
afterAll(() => harness.stop());

interface Listed {
  results: { id: string; created_time: string }[];
  next_cursor: string | null;
  has_more: boolean;
  request_status: { type: string; incomplete_reason?: string };
}

const page = async (body: Record<string, unknown> = {}): Promise<Listed> =>
  (await harness.notion.dataSources.query({ data_source_id: table, ...body } as never)) as unknown as Listed;

/** Milliseconds of processor time since: the clock on the wall would count the neighbours' work. */
function stopwatch(): () => number {
  const started = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  };
}

async function walk(body: Record<string, unknown> = {}): Promise<Listed[]> {
  const pages = [await page(body)];
  for (let last = pages[0]; last?.has_more; last = pages.at(-1))
    pages.push(await page({ ...body, start_cursor: last.next_cursor }));
  return pages;
}

describe("a query of more than 10,000 rows", { timeout: 30_000 }, () => {
  it("ends at the cap, says so on every page, and answers each page in under 100 ms", async () => {
    const spent = stopwatch();
    const pages = await walk();
    expect(spent() / pages.length).toBeLessThan(100);
    expect(pages).toHaveLength(100);
    expect(new Set(pages.flatMap((one) => one.results.map((row) => row.id))).size).toBe(10_000);
    for (const one of pages)
      expect(one.request_status).toEqual({
        type: "incomplete",
        incomplete_reason: "query_result_limit_reached",
      });
    expect(pages.at(-1)).toMatchObject({ has_more: false, next_cursor: null });
    expect(pages[0]?.results[0]?.created_time).toBe("2026-01-01T00:00:00.000Z");
  });

  it("stays fast when every page follows a change", async () => {
    const { results } = await page({ sorts: [{ property: "Price", direction: "ascending" }] });
    const spent = stopwatch();
    for (let at = 0; at < 5; at++) {
      harness.control("edit-cell", { pageId: results[0]?.id, property: "Price", value: -at });
      await page({ sorts: [{ property: "Price", direction: "ascending" }] });
    }
    expect(spent() / 5).toBeLessThan(100);
  });

  it("is complete below the cap, which can be set small", async () => {
    const filter = { property: "Price", number: { greater_than_or_equal_to: 11_750 } };
    const whole = await walk({ filter });
    expect(whole.map((one) => one.results.length)).toEqual([100, 100, 50]);
    expect(whole[0]?.request_status).toEqual({ type: "complete" });
    harness.control("set-limits", { queryCap: 120 });
    const capped = await walk({ filter });
    expect(capped.map((one) => one.results.length)).toEqual([100, 20]);
    expect(capped.map((one) => one.request_status.type)).toEqual(["incomplete", "incomplete"]);
    harness.control("set-limits", { queryCap: 10_000 });
  });

  it("may give fewer rows than asked and still go on", async () => {
    harness.control("set-limits", { pageRows: 40 });
    const pages = await walk({ filter: { property: "Price", number: { greater_than_or_equal_to: 11_900 } } });
    expect(pages.map((one) => one.results.length)).toEqual([40, 40, 20]);
    harness.control("set-limits", { pageRows: 100 });
  });
});

describe("cursors", () => {
  it("belong to their query and can be made invalid", async () => {
    const first = await page({ page_size: 10 });
    const refused = [
      { start_cursor: "nonsense" },
      { start_cursor: first.next_cursor, sorts: [{ property: "Price", direction: "ascending" }] },
      { start_cursor: `${first.next_cursor}x` },
    ];
    for (const body of refused) {
      const failure = await failureOf(page(body));
      expect(failure).toMatchObject({ status: 400, code: "validation_error" });
      expect(failure.message).toMatch(/^The start_cursor provided is invalid: /);
    }
    expect((await page({ page_size: 20, start_cursor: first.next_cursor })).results).toHaveLength(20);
    harness.control("invalidate-cursors");
    expect((await failureOf(page({ start_cursor: first.next_cursor }))).status).toBe(400);
  });

  it("follow the rows as they lie now: a row edited in between is seen again or skipped", async () => {
    const { dataSourceId } = makeTable(harness, { Name: "title" });
    const ids: string[] = [];
    for (let at = 0; at < 4; at++) {
      const made = harness.control("create-row", { dataSourceId, values: { Name: `r${at}` } });
      ids.push(String(made.pageId));
      harness.clock.advance(60_000);
    }
    const read = async (direction: string, start_cursor?: string | null) =>
      (await harness.notion.dataSources.query({
        data_source_id: dataSourceId,
        page_size: 2,
        sorts: [{ timestamp: "last_edited_time", direction }],
        ...(start_cursor == null ? {} : { start_cursor }),
      } as never)) as unknown as Listed;
    const up = await read("ascending");
    harness.control("edit-cell", { pageId: ids[0], property: "Name", value: "moved" });
    const upRest = await walkFrom(up, (cursor) => read("ascending", cursor));
    expect(upRest).toEqual([ids[0], ids[1], ids[2], ids[3], ids[0]]);
    const down = await read("descending");
    expect(down.results.map((row) => row.id)).toEqual([ids[0], ids[3]]);
    harness.clock.advance(60_000);
    harness.control("edit-cell", { pageId: ids[2], property: "Name", value: "moved too" });
    const downRest = await walkFrom(down, (cursor) => read("descending", cursor));
    expect(downRest).toEqual([ids[0], ids[3], ids[1]]);
  });

  it("pages hold at most 100 and page_size is checked", async () => {
    expect((await page()).results).toHaveLength(100);
    for (const page_size of [0, 101, 1.5]) expect((await failureOf(page({ page_size }))).status).toBe(400);
  });
});

async function walkFrom(first: Listed, next: (cursor: string | null) => Promise<Listed>): Promise<string[]> {
  const ids = first.results.map((row) => row.id);
  for (let last = first; last.has_more; ) {
    last = await next(last.next_cursor);
    ids.push(...last.results.map((row) => row.id));
  }
  return ids;
}
