import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
let target: string;
let targetRows: string[];

const PROPERTIES = {
  Name: "title",
  Text: "rich_text",
  Price: "number",
  Kind: { select: { options: [{ name: "Alpha" }, { name: "Beta", color: "red" }] } },
  Tags: { multi_select: { options: [{ name: "x" }] } },
  State: "status",
  Day: "date",
  Who: "people",
  Files: "files",
  Done: "checkbox",
  Link: "url",
  Mail: "email",
  Phone: "phone_number",
  Made: "created_time",
  Edited: "last_edited_time",
  Maker: "created_by",
  Editor: "last_edited_by",
  Number: { unique_id: { prefix: "ROW" } },
  Sum: { formula: { expression: "1 + 1" } },
};

beforeAll(async () => {
  harness = await startHarness();
  target = makeTable(harness, { Name: "title" }, "Target").dataSourceId;
  const rows = Array.from({ length: 3 }, (_, at) => ({ Name: `target ${at}` }));
  targetRows = harness.control("create-rows", { dataSourceId: target, rows }).pageIds as string[];
  table = makeTable(harness, {
    ...PROPERTIES,
    Rel: { relation: { data_source_id: target, single_property: {} } },
  }).dataSourceId;
});
afterAll(() => harness.stop());

async function create(properties: Record<string, unknown>): Promise<ReadPage> {
  const made = await harness.notion.pages.create({
    parent: { data_source_id: table },
    properties: properties as never,
  });
  return asPage(made);
}

const update = async (id: string, properties: Record<string, unknown>): Promise<ReadPage> =>
  asPage(await harness.notion.pages.update({ page_id: id, properties: properties as never }));

const refusal = (properties: Record<string, unknown>) => failureOf(create(properties));

describe("empty cells", () => {
  it("read as the documented empties, every column present", async () => {
    const { properties } = await create({});
    const inner = Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [name, value[String(value.type)]]),
    );
    expect(inner).toMatchObject({
      Name: [],
      Text: [],
      Price: null,
      Kind: null,
      Tags: [],
      State: { name: "Not started" },
      Day: null,
      Who: [],
      Files: [],
      Done: false,
      Link: null,
      Mail: null,
      Phone: null,
      Rel: [],
      Sum: { type: "string", string: null },
    });
    expect(Object.keys(properties).sort()).toEqual([...Object.keys(PROPERTIES), "Rel"].sort());
  });

  it("are reached again by the documented clearing values", async () => {
    const full = await create({
      Text: { rich_text: text("t") },
      Price: { number: 1 },
      Kind: { select: { name: "Alpha" } },
      Tags: { multi_select: [{ name: "x" }] },
      State: { status: { name: "Done" } },
      Day: { date: { start: "2026-01-02" } },
      Link: { url: "https://example.com" },
      Mail: { email: "a@b.example" },
      Phone: { phone_number: "1" },
      Rel: { relation: [{ id: targetRows[0] }] },
    });
    expect(full.properties.State?.status).toMatchObject({ name: "Done" });
    const cleared = await update(full.id, {
      Text: { rich_text: [] },
      Price: { number: null },
      Kind: { select: null },
      Tags: { multi_select: [] },
      State: { status: null },
      Day: { date: null },
      Link: { url: null },
      Mail: { email: null },
      Phone: { phone_number: null },
      Rel: { relation: [] },
    });
    const empty = await create({});
    for (const name of ["Text", "Price", "Kind", "Tags", "State", "Day", "Link", "Mail", "Phone", "Rel"])
      expect(cleared.properties[name]).toEqual(empty.properties[name]);
  });
});

describe("properties are found", () => {
  it("by name, by encoded id and by decoded id, and answers carry the encoded id", async () => {
    const source = await harness.notion.dataSources.retrieve({ data_source_id: table });
    const id = String(source.properties.Price?.id);
    expect(decodeURIComponent(id)).not.toBe(id);
    for (const key of ["Price", id, decodeURIComponent(id)]) {
      const page = await create({ [key]: { number: 4 } });
      expect(page.properties.Price).toMatchObject({ id, number: 4 });
    }
  });

  it("not when there is none of that name", async () => {
    const failure = await refusal({ Nope: { number: 1 } });
    expect(failure).toMatchObject({ status: 400, message: "Nope is not a property that exists." });
  });
});

describe("refused writes", () => {
  it.each(["Made", "Edited", "Maker", "Editor", "Number", "Sum"])("read-only: %s", async (name) => {
    const failure = await refusal({ [name]: { number: 1 } });
    expect(failure).toMatchObject({ status: 400, code: "validation_error" });
  });

  it.each([
    ["Price", { rich_text: [] }],
    ["Name", { rich_text: [] }],
    ["Text", { title: [] }],
    ["Kind", { multi_select: [] }],
    ["Done", { number: 1 }],
  ])("the type of another property: %s", async (name, value) => {
    const failure = await refusal({ [name]: value });
    expect(failure.message).toMatch(/is expected to be/);
  });

  it.each([
    ["Price", { number: "1" }],
    ["Done", { checkbox: null }],
    ["Done", { checkbox: "yes" }],
    ["Link", { url: "" }],
    ["Link", { url: "u".repeat(2001) }],
    ["Mail", { email: "m".repeat(101) }],
    ["Phone", { phone_number: "p".repeat(101) }],
    ["Text", { rich_text: "text" }],
    ["Text", { rich_text: text("x".repeat(2001)) }],
    ["Text", { rich_text: Array.from({ length: 101 }, () => text("x")[0]) }],
    ["Text", { rich_text: [{ text: { content: "x", nonsense: 1 } }] }],
    ["Kind", { select: { name: "n".repeat(101) } }],
    ["Tags", { multi_select: Array.from({ length: 101 }, (_, at) => ({ name: `t${at}` })) }],
    ["Rel", { relation: Array.from({ length: 101 }, () => ({ id: table })) }],
    ["Rel", { relation: [{ id: "not an id" }] }],
    ["Who", { people: [{ id: "00000000-0000-4000-8000-000000000000" }] }],
    ["Day", { date: { start: "2026-02-30" } }],
    ["Day", { date: { start: "soon" } }],
    ["Day", { date: { start: "2026-01-02", end: "2026-01-01" } }],
    ["Price", null],
  ])("out of bounds: %s %#", async (name, value) => {
    const failure = await refusal({ [name]: value });
    expect(failure).toMatchObject({ status: 400, code: "validation_error" });
  });

  it("keeps nothing of a request that is refused in part", async () => {
    const page = await create({ Price: { number: 1 } });
    await failureOf(update(page.id, { Price: { number: 2 }, Kind: { select: { name: "a,b" } } }));
    await failureOf(
      update(page.id, { Tags: { multi_select: [{ name: "brandnew" }] }, Price: { number: "x" } }),
    );
    expect(asPage(await harness.notion.pages.retrieve({ page_id: page.id })).properties.Price?.number).toBe(
      1,
    );
    const source = await harness.notion.dataSources.retrieve({ data_source_id: table });
    expect(JSON.stringify(source.properties.Tags)).not.toContain("brandnew");
  });
});

describe("rich text", () => {
  it("joins equal neighbours, so that the array does not come back as it was sent", async () => {
    const bold = { annotations: { bold: true } };
    const page = await create({
      Text: {
        rich_text: [
          ...text("one "),
          ...text("two "),
          { ...text("bold")[0], ...bold },
          ...text(""),
          ...text(" end"),
        ],
      },
    });
    const items = page.properties.Text?.rich_text as { plain_text: string; annotations: { bold: boolean } }[];
    expect(items.map((item) => item.plain_text)).toEqual(["one two ", "bold", " end"]);
    expect(items.map((item) => item.annotations.bold)).toEqual([false, true, false]);
  });

  it("takes 100 items, cuts a long run at 2000 units and never inside a surrogate pair", async () => {
    const sent = [`a${"😀".repeat(999)}`, ...Array.from({ length: 99 }, () => "😀".repeat(1000))];
    const page = await create({ Text: { rich_text: sent.map((content) => ({ text: { content } })) } });
    const shown = page.properties.Text?.rich_text as { plain_text: string }[];
    expect(shown).toHaveLength(25);
    for (const { plain_text } of shown) {
      expect(plain_text.length).toBeLessThanOrEqual(2000);
      expect(Buffer.from(plain_text, "utf8").toString("utf8")).toBe(plain_text);
    }
    expect(sent.join("").startsWith(shown.map((item) => item.plain_text).join(""))).toBe(true);
  });
});

describe("options", () => {
  it("adds an unknown select or multi_select option to the schema, and finds known ones in any case", async () => {
    const page = await create({
      Kind: { select: { name: "Gamma" } },
      Tags: { multi_select: [{ name: "X" }, { name: "fresh" }] },
    });
    expect(page.properties.Tags?.multi_select).toMatchObject([{ name: "x" }, { name: "fresh" }]);
    const source = await harness.notion.dataSources.retrieve({ data_source_id: table });
    const kind = source.properties.Kind as { select: { options: { id: string; name: string }[] } };
    const added = kind.select.options.find((option) => option.name === "Gamma");
    const again = await create({ Kind: { select: { id: added?.id } } });
    expect(again.properties.Kind).toEqual(page.properties.Kind);
  });

  it("refuses commas and unknown status options", async () => {
    expect((await refusal({ Kind: { select: { name: "a,b" } } })).message).toBe(
      "Invalid select option, commas not allowed: a,b",
    );
    expect((await refusal({ State: { status: { name: "Frozen" } } })).message).toMatch(
      /Status option "Frozen" does not exist/,
    );
  });

  it("refuses options beyond the largest schema", async () => {
    const small = await startHarness({ schemaMaxBytes: 2000 });
    const { dataSourceId } = makeTable(small, { Name: "title", Kind: "select" });
    const grow = async () => {
      for (let at = 0; at < 50; at++)
        await small.notion.pages.create({
          parent: { data_source_id: dataSourceId },
          properties: { Kind: { select: { name: `option ${at}` } } },
        });
    };
    expect((await failureOf(grow())).message).toMatch(/maximum database property schema size.*Kind/);
    await small.stop();
  });
});

describe("dates", () => {
  it.each([
    [{ start: "2026-07-01" }, "2026-07-01"],
    [{ start: "2026-07-01T09:30:00Z" }, "2026-07-01T09:30:00.000+00:00"],
    [{ start: "2026-07-01T09:30" }, "2026-07-01T09:30:00.000+00:00"],
    [{ start: "2026-07-01T09:30:15.25+05:30" }, "2026-07-01T09:30:15.250+05:30"],
    [{ start: "2026-07-01T09:30:00", time_zone: "Europe/Berlin" }, "2026-07-01T09:30:00.000+02:00"],
    [{ start: "2026-01-01T09:30:00", time_zone: "Europe/Berlin" }, "2026-01-01T09:30:00.000+01:00"],
    [{ start: "2026-03-08T03:30:00", time_zone: "America/New_York" }, "2026-03-08T03:30:00.000-04:00"],
  ])("%j reads as %s without a zone name", async (date, start) => {
    const page = await create({ Day: { date } });
    expect(page.properties.Day?.date).toEqual({ start, end: null, time_zone: null });
  });

  it.each([
    { start: "2026-07-01T09:30:00+02:00", time_zone: "Europe/Berlin" },
    { start: "2026-07-01", time_zone: "Europe/Berlin" },
    { start: "2026-07-01T09:30:00", time_zone: "Mars/Base" },
    { start: "2026-07-01T09:30:00Z", end: "2026-07-02" },
  ])("refuses %j", async (date) => {
    expect(await refusal({ Day: { date } })).toMatchObject({ status: 400 });
  });
});

describe("people and files", () => {
  it("writes people by id, guests included, and reads them whole or partial by capability", async () => {
    const users = harness.control("list-users") as unknown as { id: string; email: string; guest: boolean }[];
    const [ada] = users;
    const guest = users.find((user) => user.guest);
    const page = await create({
      Who: { people: [{ id: ada?.id }, { id: guest?.id }, { id: harness.connectionId }] },
    });
    expect(page.properties.Who?.people).toMatchObject([
      { id: ada?.id, person: { email: ada?.email } },
      { id: guest?.id },
      { type: "bot" },
    ]);
    const blind = harness.control("create-workspace-token", { capabilities: ["read"] });
    const seen = asPage(await harness.client(String(blind.token)).pages.retrieve({ page_id: page.id }));
    expect(seen.properties.Who?.people).toContainEqual({ object: "user", id: ada?.id });
    const mailless = harness.control("create-workspace-token", { capabilities: ["read", "users"] });
    const part = asPage(await harness.client(String(mailless.token)).pages.retrieve({ page_id: page.id }));
    expect(part.properties.Who?.people).toMatchObject([{ person: {} }, {}, {}]);
    expect(JSON.stringify(part)).not.toContain("@example.com");
  });

  it("replaces the list of external files", async () => {
    const file = (name: string) => ({ name, external: { url: `https://example.com/${name}` } });
    const page = await create({ Files: { files: [file("a"), file("b")] } });
    const after = await update(page.id, { Files: { files: [file("c")] } });
    expect(after.properties.Files?.files).toEqual([
      { name: "c", type: "external", external: { url: "https://example.com/c" } },
    ]);
  });
});

describe("hosted files", () => {
  it("have another signed address on every read, and stay only if they are sent back", async () => {
    const row = harness.control("create-row", {
      dataSourceId: table,
      values: { Files: [{ name: "scan.pdf", url: "https://files.example/scan.pdf", hosted: true }] },
    });
    const read = async () =>
      asPage(await harness.notion.pages.retrieve({ page_id: String(row.pageId) })).properties.Files
        ?.files as {
        name: string;
        file: { url: string; expiry_time: string };
      }[];
    const [first] = await read();
    const [second] = await read();
    expect(second?.file.url).not.toBe(first?.file.url);
    expect(Date.parse(String(first?.file.expiry_time))).toBeGreaterThan(harness.clock.now());
    const kept = { name: "scan.pdf", file: { url: first?.file.url } };
    const added = { name: "b", external: { url: "https://example.com/b" } };
    await update(String(row.pageId), { Files: { files: [kept, added] } });
    expect((await read()).map((file) => file.name)).toEqual(["scan.pdf", "b"]);
    const stray = { name: "x", file: { url: "https://files.example/other.pdf" } };
    expect((await failureOf(update(String(row.pageId), { Files: { files: [stray] } }))).status).toBe(400);
  });
});

describe("computed columns", () => {
  it("change without the row counting as edited", async () => {
    const page = await create({});
    harness.clock.advance(120_000);
    harness.control("edit-cell", { pageId: page.id, property: "Sum", value: 42 });
    const after = asPage(await harness.notion.pages.retrieve({ page_id: page.id }));
    expect(after.properties.Sum?.formula).toEqual({ type: "number", number: 42 });
    expect(after.last_edited_time).toBe(page.last_edited_time);
  });

  it("numbers rows without gaps in unique_id", async () => {
    const [a, b] = [await create({}), await create({})];
    const number = (page: ReadPage) =>
      Number((page.properties.Number?.unique_id as { number: number } | undefined)?.number);
    expect(number(b)).toBe(number(a) + 1);
    expect(b.properties.Number?.unique_id).toMatchObject({ prefix: "ROW" });
  });
});
