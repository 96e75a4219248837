import { describe, expect, it } from "vitest";
import type { MappedField, SideConfig } from "../connector";
import { openNotion } from "./connector";
import type { Json } from "./json";
import {
  type Call,
  dataSource,
  fails,
  list,
  ok,
  page,
  type Reply,
  rich,
  SOURCE,
  scripted,
  uuid,
} from "./scripted.test-kit";

const OTHER = uuid(7);

const properties: Json = {
  Name: { id: "title", name: "Name", type: "title", title: {} },
  Partners: { id: "r%3D", name: "Partners", type: "relation", relation: { data_source_id: OTHER } },
  Stage: {
    id: "s",
    name: "Stage",
    type: "status",
    status: { options: [{ name: "Open" }, { name: "Closed" }] },
  },
  Score: { id: "f", name: "Score", type: "formula", formula: { expression: "1" } },
  No: { id: "u", name: "No", type: "unique_id", unique_id: { prefix: "C" } },
  Hologram: { id: "h", name: "Hologram", type: "hologram", hologram: {} },
};

const mapped: readonly MappedField[] = [
  { field: { id: "name", name: "Name", type: "text" }, sideField: "title", writable: true },
  {
    field: { id: "partners", name: "Partners", type: "relation", target: "t" },
    sideField: "r=",
    writable: true,
  },
];

const relation = (count: number, more: Json = {}): Json => ({
  type: "relation",
  relation: Array.from({ length: count }, (_, at) => ({ id: uuid(100 + at) })),
  has_more: false,
  ...more,
});

const row = (at: number, partners: Json = relation(0), more: Json = {}): Json =>
  page(at, { title: rich("title", `row ${at}`), "r%3D": partners }, more);

/** A side whose data sources are there, unless `answers` says otherwise. */
function sideOf(answers: Readonly<Record<string, (call: Call) => Reply>>, config: Partial<SideConfig> = {}) {
  const script = scripted((call) => {
    const answer = answers[`${call.method} ${call.path}`];
    if (answer) return answer(call);
    if (call.path === `data_sources/${SOURCE}`) return ok(dataSource(properties));
    if (call.path === `data_sources/${OTHER}`) return ok(dataSource({}, { id: OTHER }));
    throw new Error(`not scripted: ${call.method} ${call.path}`);
  });
  const connector = openNotion({ token: "secret_1" }, script.out, { baseUrl: "http://notion.test/" });
  const side = connector.side({
    address: { dataSourceId: SOURCE.replaceAll("-", "") },
    key: ["name"],
    mapped,
    ...config,
  });
  return { ...script, side };
}

const QUERY = `POST data_sources/${SOURCE}/query`;

describe("shape", () => {
  it("lists the properties by decoded id with their canonical types", async () => {
    const { side } = sideOf({});
    const { fields, problems, rowCount } = await side.shape();
    expect(problems).toEqual([]);
    expect(rowCount).toBeNull();
    expect(fields.map(({ id, type, writable }) => [id, type, writable])).toEqual([
      ["title", "text", true],
      ["r=", "relation", true],
      ["s", "select", true],
      ["f", "text", false],
      ["u", "text", false],
      ["h", null, false],
    ]);
    expect(fields[1]?.relatesTo).toEqual({ dataSourceId: OTHER });
    expect(fields[2]).toMatchObject({
      options: ["Open", "Closed"],
      alternatives: ["text"],
      native: "status",
    });
    for (const field of fields) expect(field.readOnlyReason === null).toBe(field.writable);
    expect(fields.filter((field) => field.keyPart).map((field) => field.id)).toEqual(["u"]);
  });

  it("names the trash as a problem, and says how to share what is not shared", async () => {
    const path = `GET data_sources/${SOURCE}`;
    const trashed = sideOf({ [path]: () => ok(dataSource(properties, { in_trash: true })) });
    expect((await trashed.side.shape()).problems.map((problem) => problem.code)).toEqual(["in-trash"]);
    const hidden = sideOf({ [path]: () => fails(404, "object_not_found") });
    await expect(hidden.side.shape()).rejects.toMatchObject({
      kind: "connection-broken",
      remedy: expect.stringContaining("Share it with the connection"),
    });
    const partial = sideOf({ [path]: () => ok({ object: "data_source", id: SOURCE }) });
    await expect(partial.side.shape()).rejects.toMatchObject({ kind: "connection-broken" });
  });
});

describe("read", () => {
  it("asks for the mapped properties and tells when a row changed, to the minute, and by whom", async () => {
    const edited = row(10, relation(2), { last_edited_by: { object: "user", id: uuid(9) } });
    const { calls, side } = sideOf({
      [QUERY]: () => list([edited], { request_status: { type: "complete" } }),
    });
    const read = await side.read(null);
    expect(read).toEqual({
      records: [
        {
          locator: uuid(10),
          cells: { name: "row 10", partners: [uuid(100), uuid(101)] },
          unknown: {},
          changedAt: { at: Date.parse("2026-01-01T00:05:00Z"), grainMs: 60_000 },
          changedBy: uuid(9),
        },
      ],
      next: null,
      census: { complete: true, total: 1 },
      mark: expect.stringContaining("since"),
      requests: 3,
    });
    expect(calls.at(-1)?.query.getAll("filter_properties")).toEqual(["title", "r="]);
    expect(side.referenceOf({ locator: uuid(10), cells: {} })).toBe(uuid(10));
  });

  it("completes lists of more than 25 through the property endpoint", async () => {
    const members = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => ({
        object: "property_item",
        type: "relation",
        relation: { id: uuid(100 + from + at) },
      }));
    const { calls, side } = sideOf({
      [QUERY]: () => list([row(10, relation(25, { has_more: true }))]),
      [`GET pages/${uuid(10)}/properties/r%3D`]: (call) =>
        call.query.get("start_cursor") === "c2"
          ? list(members(100, 130))
          : list(members(0, 100), { has_more: true, next_cursor: "c2" }),
    });
    const { records } = await side.read(null);
    expect(records[0]?.cells.partners).toEqual(Array.from({ length: 130 }, (_, at) => uuid(100 + at)));
    expect(records[0]?.unknown).toEqual({});
    expect(calls.length).toBe(5);
  });

  it("leaves unknown what the budget for long lists does not reach, or what cannot be fetched", async () => {
    const rows = Array.from({ length: 100 }, (_, at) => row(200 + at, relation(25, { has_more: true })));
    let wasAsked = false;
    const { calls, side } = sideOf(
      Object.fromEntries([
        [QUERY, () => list(rows)],
        ...rows.map((each, at) => [
          `GET pages/${each.id}/properties/r%3D`,
          (call: Call): Reply => {
            wasAsked ||= at === 0;
            if (at === 0) return fails(404, "object_not_found");
            const item = { object: "property_item", type: "relation", relation: { id: uuid(1_000) } };
            return call.query.has("start_cursor")
              ? list([item])
              : list([item], { has_more: true, next_cursor: "c" });
          },
        ]),
      ]),
    );
    const { records, census } = await side.read(null);
    const known = records.filter((record) => record.unknown.partners === undefined).length;
    expect(records.length).toBe(100);
    // Where it begins is chance, so the list that cannot be fetched is asked for or not.
    expect(known).toBe(wasAsked ? 49 : 50);
    expect(calls.length).toBe(103);
    expect(census).toEqual({ complete: true, total: 100 });
    for (const record of records) expect("partners" in record.cells).toBe(!("partners" in record.unknown));
  });

  it("does not believe a relation into what is not shared to be empty", async () => {
    const { side } = sideOf({
      [`GET data_sources/${OTHER}`]: () => fails(404, "object_not_found"),
      [QUERY]: () => list([row(10)]),
      [`GET pages/${uuid(10)}`]: () => ok(row(10)),
    });
    const [record] = (await side.read(null)).records;
    expect(record?.cells).toEqual({ name: "row 10" });
    expect(Object.keys(record?.unknown ?? {})).toEqual(["partners"]);
    const [found] = (await side.find([uuid(10)])).found;
    expect(found?.state === "present" && found.record).toEqual(record);
    const report = await side.write(
      [{ op: "update", id: "u", locator: uuid(10), cells: { partners: [uuid(100)] }, expect: {} }],
      Date.UTC(2100, 0, 1),
    );
    expect(report.written[0]).toMatchObject({ outcome: "refused", reason: "unreadable", field: "partners" });
  });

  it("carries on in a fresh process and goes back when Notion forgets its cursor", async () => {
    const first = [row(10), row(11, relation(0), { created_time: "2026-01-01T00:01:00.000Z" })];
    const last = row(12, relation(0), { created_time: "2026-01-01T00:01:00.000Z" });
    const answers = {
      [QUERY]: (call: Call): Reply => {
        if (call.body.start_cursor === "lost") {
          return fails(400, "validation_error", { message: "The start_cursor provided is invalid: lost" });
        }
        return call.body.filter === undefined
          ? list(first, { has_more: true, next_cursor: "lost" })
          : list([first[1], last]);
      },
    };
    const begun = await sideOf(answers).side.read(null);
    expect(begun.census).toBeNull();
    const { calls, side } = sideOf(answers);
    const ended = await side.read(begun.next);
    expect(ended.records.map((record) => record.locator)).toEqual([uuid(12)]);
    expect(ended).toMatchObject({ next: null, census: { complete: true, total: 3 }, requests: 2 });
    expect(calls.at(-1)?.body.filter).toEqual({
      timestamp: "created_time",
      created_time: { on_or_after: "2026-01-01T00:01:00.000Z" },
    });
  });

  it("shows a half-shown row as unknown, never as missing or empty", async () => {
    const { side } = sideOf({ [QUERY]: () => list([{ object: "page", id: uuid(10) }]) });
    const { records, census } = await side.read(null);
    expect(records[0]).toMatchObject({ locator: uuid(10), cells: {}, changedAt: null });
    expect(Object.keys(records[0]?.unknown ?? {})).toEqual(["name", "partners"]);
    expect(census).toEqual({ complete: true, total: 1 });
  });

  it("does not count what was trashed while it was listed", async () => {
    const { side } = sideOf({ [QUERY]: () => list([row(10), row(11, relation(0), { in_trash: true })]) });
    expect(await side.read(null)).toMatchObject({
      records: [{ locator: uuid(10) }],
      census: { complete: true, total: 1 },
    });
  });

  it("reads nothing out of the trash: all its rows would seem gone", async () => {
    const { side } = sideOf({
      [`GET data_sources/${SOURCE}`]: () => ok(dataSource(properties, { in_trash: true })),
    });
    await expect(side.read(null)).rejects.toMatchObject({ kind: "connection-broken" });
  });

  const failures: readonly [Reply, object][] = [
    [fails(429, "rate_limited", {}, { "retry-after": "3" }), { kind: "rate-limited", retryAfterMs: 3_000 }],
    [fails(401, "unauthorized"), { kind: "connection-broken" }],
    [fails(403, "restricted_resource"), { kind: "connection-broken" }],
    [
      { status: 403, body: "<html>edge</html>", headers: { "cf-ray": "1" } },
      { kind: "upstream-unavailable" },
    ],
    [{ status: 200, body: '{"results": "none"}' }, { kind: "upstream-unavailable" }],
    [
      { status: 302, body: "", headers: { location: "http://elsewhere.test/" } },
      { kind: "upstream-unavailable" },
    ],
    ["reset", { kind: "upstream-unavailable" }],
  ];
  for (const [reply, error] of failures) {
    it(`fails with our own error: ${JSON.stringify(error)}`, async () => {
      const { side } = sideOf({ [QUERY]: () => reply });
      await expect(side.read(null)).rejects.toMatchObject({ name: "AppError", ...error });
    });
  }
});

describe("find", () => {
  const page404 = fails(404, "object_not_found");

  it("tells present, trashed, moved and hidden apart", async () => {
    const { side } = sideOf({
      [`GET pages/${uuid(10)}`]: () => ok(row(10)),
      [`GET pages/${uuid(11)}`]: () => ok(row(11, relation(0), { in_trash: true })),
      [`GET pages/${uuid(12)}`]: () =>
        ok(row(12, relation(0), { parent: { type: "page_id", page_id: uuid(3) } })),
      [`GET pages/${uuid(13)}`]: () => page404,
      [`GET pages/${uuid(14)}`]: () => ok({ object: "page", id: uuid(14) }),
    });
    const { found } = await side.find([uuid(10), uuid(11), uuid(12), uuid(13), uuid(14), "not an id"]);
    expect(found.map((each) => each.state)).toEqual([
      "present",
      "absent",
      "absent",
      "unknown",
      "unknown",
      "unknown",
    ]);
  });

  it("calls no row absent when the data source itself is trashed or hidden", async () => {
    for (const source of [ok(dataSource(properties, { in_trash: true })), page404]) {
      const { side } = sideOf({
        [`GET data_sources/${SOURCE}`]: () => source,
        [`GET pages/${uuid(11)}`]: () => ok(row(11, relation(0), { in_trash: true })),
      });
      await expect(side.find([uuid(11)])).rejects.toMatchObject({ kind: "connection-broken" });
    }
  });

  it("fails as a whole when access is withdrawn", async () => {
    for (const reply of [fails(401, "unauthorized"), fails(403, "restricted_resource")]) {
      const { side } = sideOf({ [`GET pages/${uuid(10)}`]: () => reply });
      await expect(side.find([uuid(10)])).rejects.toMatchObject({ kind: "connection-broken" });
    }
  });
});

describe("configuration", () => {
  it("is checked when the side is opened", () => {
    expect(() => sideOf({}, { address: { dataSourceId: "../users" } })).toThrow("data source");
    expect(() => sideOf({}, { address: {} })).toThrow("data source");
    expect(() => sideOf({}, { key: ["missing"] })).toThrow("not mapped");
  });

  it("projects by the property's own type once it was looked at, in this process or before", async () => {
    const stage: MappedField = {
      field: { id: "stage", name: "S", type: "select" },
      sideField: "s",
      writable: true,
    };
    const asStatus = { ok: false, reason: "status-empty", message: "A Notion status cannot be empty." };
    const open = () =>
      sideOf(
        { [QUERY]: () => list([row(10)], { has_more: true, next_cursor: "2" }) },
        { key: [], mapped: [stage] },
      );
    const fresh = open();
    expect(fresh.side.project("stage", null)).toEqual({ ok: true, value: null });
    expect(fresh.side.project("other", "x")).toMatchObject({ ok: false, reason: "not-mapped" });
    expect(fresh.calls).toEqual([]);
    await fresh.side.shape();
    expect(fresh.side.project("stage", null)).toEqual(asStatus);
    const { next } = await fresh.side.read(null);
    const later = open();
    await later.side.read(next);
    expect(later.side.project("stage", null)).toEqual(asStatus);
    expect(later.seen()).toEqual(["POST data_sources/*/query"]);
  });
});
