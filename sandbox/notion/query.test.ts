import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, type Harness, makeTable, type ReadPage, startHarness } from "./testing/harness";

let harness: Harness;
let table: string;
let other: string;
let ada: string;
let targets: string[];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Seven rows; every filter is checked against the names that it must return. */
const ROWS = [
  {
    Name: "alpha",
    Text: "Red apple",
    Price: 1,
    Kind: "A",
    Tags: ["x"],
    State: "Done",
    Done: true,
    Day: "2026-01-10",
  },
  { Name: "beta", Text: "green APPLE", Price: 2, Kind: "B", Tags: ["x", "y"], Day: "2026-01-20T10:00:00Z" },
  {
    Name: "gamma",
    Text: "pear",
    Price: 3,
    Kind: "A",
    Tags: ["y"],
    State: "In progress",
    Mail: "g@example.com",
  },
  { Name: "delta", Text: "", Price: -1.5, Done: true, Link: "https://example.com/d", Phone: "123" },
  { Name: "epsilon" },
  { Name: "zeta", Price: 0, Text: "apple" },
  { Name: "eta", Text: "pearl", Day: "2026-01-20" },
];

beforeAll(async () => {
  harness = await startHarness();
  ada = (harness.control("list-users") as unknown as { id: string }[])[0]?.id ?? "";
  other = makeTable(harness, { Name: "title" }, "Other").dataSourceId;
  targets = harness.control("create-rows", {
    dataSourceId: other,
    rows: [{ Name: "t0" }, { Name: "t1" }],
  }).pageIds as string[];
  table = makeTable(harness, {
    Name: "title",
    Text: "rich_text",
    Price: "number",
    Kind: { select: { options: [{ name: "A" }, { name: "B" }, { name: "C" }] } },
    Tags: { multi_select: { options: [{ name: "x" }, { name: "y" }] } },
    State: "status",
    Day: "date",
    Who: "people",
    Files: "files",
    Done: "checkbox",
    Link: "url",
    Mail: "email",
    Phone: "phone_number",
    Number: { unique_id: {} },
    Sum: { formula: { expression: "" } },
    Maker: "created_by",
    Rel: { relation: { data_source_id: other, single_property: {} } },
  }).dataSourceId;
  const rows = ROWS.map((row) =>
    row.Name === "alpha"
      ? { ...row, Who: [ada], Rel: [targets[0]], Sum: 10, Files: ["https://example.com/f"] }
      : row.Name === "beta"
        ? { ...row, Sum: "text" }
        : row,
  );
  harness.control("create-rows", { dataSourceId: table, rows });
});
afterAll(() => harness.stop());

const nameOf = (row: unknown) =>
  ((row as ReadPage).properties.Name?.title as { plain_text: string }[] | undefined)?.[0]?.plain_text ?? "";

async function query(body: Record<string, unknown>): Promise<string[]> {
  const list = await harness.notion.dataSources.query({ data_source_id: table, ...body } as never);
  return list.results.map(nameOf);
}

const by = async (filter: unknown): Promise<string> => (await query({ filter })).sort().join(" ");

describe("filters", () => {
  it.each([
    [{ property: "Name", title: { equals: "ALPHA" } }, "alpha"],
    [{ property: "Text", rich_text: { contains: "apple" } }, "alpha beta zeta"],
    [{ property: "Text", rich_text: { does_not_contain: "apple" } }, "delta epsilon eta gamma"],
    [{ property: "Text", rich_text: { does_not_equal: "pear" } }, "alpha beta delta epsilon eta zeta"],
    [{ property: "Text", rich_text: { starts_with: "pear" } }, "eta gamma"],
    [{ property: "Text", rich_text: { ends_with: "apple" } }, "alpha beta zeta"],
    [{ property: "Text", rich_text: { is_empty: true } }, "delta epsilon"],
    [{ property: "Text", rich_text: { is_not_empty: true } }, "alpha beta eta gamma zeta"],
    [{ property: "Price", number: { equals: 2 } }, "beta"],
    [{ property: "Price", number: { does_not_equal: 2 } }, "alpha delta epsilon eta gamma zeta"],
    [{ property: "Price", number: { greater_than: 1 } }, "beta gamma"],
    [{ property: "Price", number: { less_than: 0 } }, "delta"],
    [{ property: "Price", number: { greater_than_or_equal_to: 2 } }, "beta gamma"],
    [{ property: "Price", number: { less_than_or_equal_to: 0 } }, "delta zeta"],
    [{ property: "Price", number: { is_empty: true } }, "epsilon eta"],
    [{ property: "Kind", select: { equals: "A" } }, "alpha gamma"],
    [{ property: "Kind", select: { equals: ["A", "B"] } }, "alpha beta gamma"],
    [{ property: "Kind", select: { does_not_equal: "A" } }, "beta delta epsilon eta zeta"],
    [{ property: "Kind", select: { is_empty: true } }, "delta epsilon eta zeta"],
    [{ property: "Tags", multi_select: { contains: "y" } }, "beta gamma"],
    [{ property: "Tags", multi_select: { does_not_contain: "y" } }, "alpha delta epsilon eta zeta"],
    [{ property: "Tags", multi_select: { is_not_empty: true } }, "alpha beta gamma"],
    [{ property: "State", status: { equals: "Done" } }, "alpha"],
    [{ property: "State", status: { equals: ["Complete", "In progress"] } }, "alpha gamma"],
    [{ property: "State", status: { does_not_equal: "Not started" } }, "alpha gamma"],
    [{ property: "Done", checkbox: { equals: true } }, "alpha delta"],
    [{ property: "Done", checkbox: { does_not_equal: true } }, "beta epsilon eta gamma zeta"],
    [{ property: "Day", date: { equals: "2026-01-20" } }, "beta eta"],
    [{ property: "Day", date: { equals: "2026-01-20T10:00:00Z" } }, "beta"],
    [{ property: "Day", date: { before: "2026-01-20" } }, "alpha"],
    [{ property: "Day", date: { after: "2026-01-10" } }, "beta eta"],
    [{ property: "Day", date: { on_or_before: "2026-01-10" } }, "alpha"],
    [{ property: "Day", date: { on_or_after: "2026-01-20T09:00:00Z" } }, "beta"],
    [{ property: "Day", date: { is_empty: true } }, "delta epsilon gamma zeta"],
    [{ property: "Link", url: { contains: "/d" } }, "delta"],
    [{ property: "Mail", email: { equals: "g@example.com" } }, "gamma"],
    [{ property: "Phone", phone_number: { starts_with: "12" } }, "delta"],
    [{ property: "Files", files: { is_not_empty: true } }, "alpha"],
    [{ property: "Number", unique_id: { greater_than: 5 } }, "eta zeta"],
    [{ property: "Sum", formula: { number: { equals: 10 } } }, "alpha"],
    [{ property: "Sum", formula: { string: { contains: "ex" } } }, "beta"],
    [
      { timestamp: "created_time", created_time: { past_week: {} } },
      "alpha beta delta epsilon eta gamma zeta",
    ],
    [{ timestamp: "last_edited_time", last_edited_time: { before: "2020-01-01" } }, ""],
    [
      {
        or: [
          { property: "Name", title: { equals: "eta" } },
          {
            and: [
              { property: "Kind", select: { equals: "A" } },
              { property: "Price", number: { greater_than: 1 } },
            ],
          },
        ],
      },
      "eta gamma",
    ],
  ])("%j", async (filter, names) => {
    expect(await by(filter)).toBe(names);
  });

  it("know people, authors and related pages by id", async () => {
    expect(await by({ property: "Who", people: { contains: ada } })).toBe("alpha");
    expect(await by({ property: "Maker", people: { does_not_contain: "me" } })).toMatch(/alpha.*zeta/);
    expect(await by({ property: "Rel", relation: { contains: targets[0] } })).toBe("alpha");
    expect(await by({ property: "Rel", relation: { contains: targets[1] } })).toBe("");
    expect(await by({ property: "Rel", relation: { is_not_empty: true } })).toBe("alpha");
    harness.control("unshare", { dataSourceId: other });
    expect(await by({ property: "Rel", relation: { is_not_empty: true } })).toBe("");
    harness.control("share", { dataSourceId: other });
  });

  it("count relative days from the sandbox's clock", async () => {
    const today = new Date(harness.clock.now()).toISOString().slice(0, 10);
    const yesterday = new Date(harness.clock.now() - DAY).toISOString().slice(0, 10);
    const made = makeTable(harness, { Name: "title", Day: "date" }).dataSourceId;
    harness.control("create-rows", {
      dataSourceId: made,
      rows: [
        { Name: "now", Day: today },
        { Name: "then", Day: yesterday },
      ],
    });
    const list = await harness.notion.dataSources.query({
      data_source_id: made,
      filter: { property: "Day", date: { equals: "yesterday" } },
    });
    expect(list.results.map(nameOf)).toEqual(["then"]);
  });

  it("begin this week on Sunday and end it on Saturday, in whole UTC days", async () => {
    const now = new Date(harness.clock.now());
    const sunday = Date.parse(now.toISOString().slice(0, 10)) - now.getUTCDay() * DAY;
    const at = (days: number, time = "") =>
      `${new Date(sunday + days * DAY).toISOString().slice(0, 10)}${time}`;
    const made = makeTable(harness, { Name: "title", Day: "date" }).dataSourceId;
    harness.control("create-rows", {
      dataSourceId: made,
      rows: [
        at(-1),
        at(-1, "T23:59:59Z"),
        at(0),
        at(0, "T00:00:00Z"),
        at(6, "T23:59:59Z"),
        at(7),
        at(7, "T00:00:00Z"),
      ].map((Day, index) => ({ Name: String(index), Day })),
    });
    const list = await harness.notion.dataSources.query({
      data_source_id: made,
      filter: { property: "Day", date: { this_week: {} } },
    });
    expect(list.results.map(nameOf).sort()).toEqual(["2", "3", "4"]);
  });

  it.each([
    [{ property: "Nope", number: { equals: 1 } }, /Could not find property with name or id: Nope/],
    [{ property: "Price", select: { equals: "A" } }, /does not match filter select/],
    [{ property: "Price", number: { equals: "1" } }, /should be a number/],
    [{ property: "Price", number: { contains: 1 } }, /should be not present/],
    [{ property: "Kind", select: { equals: "Z" } }, /select option "Z" not found for property "Kind"/],
    [{ property: "Kind", select: { equals: "a" } }, /not found/],
    [{ property: "Done", checkbox: { is_empty: true } }, /should be not present/],
    [{ property: "Price", number: { constructor: 1 } }, /should be not present/],
    [
      { timestamp: "created_time", property: "Day", created_time: { today: {} } },
      /body.filter.property should be not present/,
    ],
    [{ and: [{ or: [{ and: [] }] }] }, /should be not present/],
    [
      { or: Array.from({ length: 101 }, () => ({ property: "Price", number: { equals: 1 } })) },
      /length should be ≤ `100`/,
    ],
  ])("refuse what makes no sense %#", async (filter, message) => {
    const failure = await failureOf(query({ filter }));
    expect(failure).toMatchObject({ status: 400, code: "validation_error" });
    expect(failure.message).toMatch(message);
  });
});

describe("sorts", () => {
  it("order by property with empties last, by several, and by timestamp", async () => {
    const ascending = await query({ sorts: [{ property: "Price", direction: "ascending" }] });
    expect(ascending.slice(0, 5)).toEqual(["delta", "zeta", "alpha", "beta", "gamma"]);
    const descending = await query({ sorts: [{ property: "Price", direction: "descending" }] });
    expect(descending.slice(0, 5)).toEqual(["gamma", "beta", "alpha", "zeta", "delta"]);
    const two = await query({
      sorts: [
        { property: "Kind", direction: "ascending" },
        { property: "Price", direction: "descending" },
      ],
    });
    expect(two.slice(0, 3)).toEqual(["gamma", "alpha", "beta"]);
    const names = await query({ sorts: [{ property: "Name", direction: "ascending" }] });
    expect(names).toEqual([...names].sort());
    expect(
      (await failureOf(query({ sorts: [{ property: "Nope", direction: "ascending" }] }))).message,
    ).toMatch(/Could not find sort property/);
  });

  it("without any the order means nothing, but is the same for the same seed", async () => {
    const plain = await query({});
    expect(await query({})).toEqual(plain);
    expect(plain).not.toEqual(ROWS.map((row) => row.Name));
    harness.control("set-limits", { seed: 99 });
    expect(await query({})).not.toEqual(plain);
    harness.control("set-limits", { seed: 1 });
  });
});

describe("bodies", () => {
  it.each(["in_trash", "archived"])("%s is refused, though the client's types invite it", async (key) => {
    const failure = await failureOf(query({ [key]: true }));
    expect(failure.message).toBe(
      `body failed validation: body.${key} should be not present, instead was \`true\`.`,
    );
  });

  it("unknown keys are refused, is_archived picks the partition", async () => {
    const made = makeTable(harness, { Name: "title" }).dataSourceId;
    const ids = harness.control("create-rows", {
      dataSourceId: made,
      rows: [{ Name: "live" }, { Name: "gone" }],
    }).pageIds as string[];
    harness.control("trash", { pageIds: [ids[1]] });
    const ask = (is_archived: boolean) =>
      harness.notion.request<{ results: unknown[] }>({
        path: `data_sources/${made}/query`,
        method: "post",
        body: { is_archived },
      });
    expect((await ask(true)).results.map(nameOf)).toEqual(["gone"]);
    expect((await ask(false)).results.map(nameOf)).toEqual(["live"]);
    const failure = await harness.raw("POST", `/v1/data_sources/${made}/query`, { pagesize: 3 });
    expect(failure.body.message).toMatch(/body.pagesize should be not present/);
  });

  it.each([true, false])(
    "a delta: last edits and the trash by time, where trashing counts: %s",
    async (counts) => {
      harness.control("set-limits", { trashBumpsEdited: counts });
      const made = makeTable(harness, { Name: "title" }).dataSourceId;
      const ids: unknown[] = [];
      for (const Name of ["first", "second", "third"]) {
        ids.push(harness.control("create-row", { dataSourceId: made, values: { Name } }).pageId);
        harness.clock.advance(HOUR);
      }
      const [first, second, third] = ids;
      const since = new Date(Math.floor(harness.clock.now() / 60_000) * 60_000).toISOString();
      const edited = { timestamp: "last_edited_time", last_edited_time: { on_or_after: since } };
      const ask = async (is_archived: boolean, filter: unknown = edited) => {
        const sorts = [{ timestamp: "last_edited_time", direction: "descending" }];
        const path = `/v1/data_sources/${made}/query`;
        const { status, body } = await harness.raw("POST", path, { is_archived, filter, sorts });
        expect(status).toBe(200);
        return (body.results as ReadPage[]).map(nameOf);
      };
      expect(await ask(false)).toEqual([]);
      harness.control("edit-cell", { pageId: first, property: "Name", value: "edited" });
      harness.control("trash", { pageIds: [second, third] });
      expect(await ask(false)).toEqual(["edited"]);
      expect((await ask(true)).sort()).toEqual(counts ? ["second", "third"] : []);
      const ever = { timestamp: "created_time", created_time: { on_or_after: "2020-01-01" } };
      expect((await ask(true, ever))[0]).toMatch(counts ? /second|third/ : /third/);
      expect(await ask(false, { and: [edited, ever] })).toEqual(["edited"]);
      const young = { timestamp: "created_time", created_time: { on_or_after: since } };
      expect(await ask(false, { and: [edited, young] })).toEqual([]);
      harness.control("set-limits", { indexLagMs: 30_000 });
      harness.control("restore", { pageIds: [third] });
      expect(await ask(true, ever)).toContain("third");
      expect(await ask(false, ever)).toEqual(["edited"]);
      harness.clock.advance(30_000);
      expect(await ask(true, ever)).toEqual(["second"]);
      expect((await ask(false, ever)).sort()).toEqual(["edited", "third"]);
      harness.control("set-limits", { indexLagMs: 0, trashBumpsEdited: false });
    },
  );

  it("filter_properties trims by id or name and refuses strangers", async () => {
    const source = await harness.notion.dataSources.retrieve({ data_source_id: table });
    const id = String(source.properties.Price?.id);
    const list = await harness.notion.dataSources.query({
      data_source_id: table,
      filter_properties: [id, "Name"],
    });
    expect(Object.keys((list.results[0] as unknown as ReadPage).properties)).toEqual(["Price", "Name"]);
    const failure = await failureOf(query({ filter_properties: ["nope"] }));
    expect(failure.status).toBe(400);
  });
});
