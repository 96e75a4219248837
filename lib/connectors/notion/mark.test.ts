import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldType } from "@/lib/engine/value";
import { planOf } from "./config";
import type { Json } from "./json";
import { isAhead, markText, parseMark, readsAlike } from "./mark";
import { schemaOf } from "./schema";
import { dataSource, SOURCE, uuid } from "./scripted.test-kit";

const NOW = Date.parse("2026-11-28T12:00:30.000Z");
const MINUTE = 60_000;

const OPTIONS = [
  { id: "1", name: "Open", color: "red" },
  { id: "2", name: "Closed", color: "blue" },
];

const PROPERTIES: Json = {
  Name: { id: "title", name: "Name", type: "title", title: {} },
  Stage: { id: "st", name: "Stage", type: "status", status: { options: OPTIONS } },
  Partner: {
    id: "r%3D",
    name: "Partner",
    type: "relation",
    relation: { data_source_id: uuid(7), type: "single_property", single_property: {} },
  },
  No: { id: "u", name: "No", type: "unique_id", unique_id: { prefix: "C" } },
  Other: { id: "o", name: "Other", type: "rich_text", rich_text: {} },
};

const MAPPED: Readonly<Record<string, FieldType>> = {
  title: "text",
  st: "select",
  "r=": "relation",
  u: "text",
};

const planFor = (mapped: Readonly<Record<string, FieldType>>, dataSourceId = SOURCE) =>
  planOf({
    address: { dataSourceId },
    key: [],
    mapped: Object.entries(mapped).map(([sideField, type]) => ({
      field: { id: `f ${sideField}`, name: sideField, type },
      sideField,
      writable: true,
    })),
  });

const plan = planFor(MAPPED);
const schemaFor = (changed: Json = {}) => schemaOf(dataSource({ ...PROPERTIES, ...changed }));
const sinceOf = (now: number): string => parseMark(markText(plan, schemaFor(), now) ?? "")?.since ?? "";

describe("a mark", () => {
  it("stands eleven minutes before the read began, at the full minute", () => {
    expect(sinceOf(NOW)).toBe("2026-11-28T11:49:00.000Z");
    expect(sinceOf(NOW - 31_000)).toBe("2026-11-28T11:48:00.000Z");
  });

  it("asks for all that a read may have missed, whatever the clocks said", () => {
    const around = fc.integer({ min: 0, max: 10 * 365 * 24 * 60 * MINUTE });
    const error = fc.integer({ min: -10 * MINUTE, max: 10 * MINUTE });
    fc.assert(
      fc.property(around, error, fc.integer({ min: 1, max: MINUTE }), (ours, skew, lag) => {
        const theirs = NOW + ours + skew;
        const missed = theirs - lag + 1;
        const shown = Math.floor(missed / MINUTE) * MINUTE;
        expect(shown).toBeGreaterThanOrEqual(Date.parse(sinceOf(NOW + ours)));
      }),
    );
  });

  it("is only given where a changed value shows in the row's time", () => {
    const dual = {
      data_source_id: uuid(7),
      type: "dual_property",
      dual_property: { synced_property_id: "x" },
    };
    const unseen: readonly Json[] = [
      { Other: { id: "o", name: "Other", type: "formula", formula: { expression: "now()" } } },
      { Other: { id: "o", name: "Other", type: "rollup", rollup: { function: "count" } } },
      { Other: { id: "o", name: "Other", type: "relation", relation: dual } },
    ];
    for (const changed of unseen) {
      expect(markText(planFor({ ...MAPPED, o: "text" }), schemaFor(changed), NOW)).toBeNull();
      expect(markText(plan, schemaFor(changed), NOW)).not.toBeNull();
    }
  });

  it("is text of ours or none", () => {
    const text = markText(plan, schemaFor(), NOW) ?? "";
    expect(parseMark(text)).not.toBeNull();
    for (const other of ["", "null", "{}", text.replace('"v":1', '"v":2'), text.replace(/\d{4}-/, "x-")]) {
      expect(parseMark(other)).toBeNull();
    }
  });

  it("is ahead if it is later than now", () => {
    const mark = parseMark(markText(plan, schemaFor(), NOW) ?? "");
    if (mark === null) throw new Error("no mark");
    expect(isAhead(mark, NOW)).toBe(false);
    expect(isAhead(mark, NOW - 12 * MINUTE)).toBe(true);
  });
});

describe("unedited rows read as before", () => {
  const mark = parseMark(markText(plan, schemaFor(), NOW) ?? "");
  const alike = (changed: Json, asked = plan): boolean =>
    mark !== null && readsAlike(mark, asked, schemaFor(changed));
  const stage = (options: readonly Json[]) => ({
    Stage: { id: "st", name: "Stage", type: "status", status: { options } },
  });

  it("where nothing changed that a cell shows", () => {
    expect(alike({})).toBe(true);
    expect(alike({ Other: null })).toBe(true);
    expect(alike({ Name: { id: "title", name: "Renamed", type: "title", title: {} } })).toBe(true);
    expect(alike(stage([{ id: "3", name: "New" }, ...OPTIONS]))).toBe(true);
    expect(alike(stage([...OPTIONS].reverse().map((option) => ({ ...option, color: "gray" }))))).toBe(true);
    expect(alike({}, planFor({ u: "text", "r=": "relation", st: "select", title: "text" }))).toBe(true);
  });

  it("not where one did", () => {
    const [open, closed] = OPTIONS;
    const changes: readonly Json[] = [
      { Stage: null },
      { Stage: { id: "new", name: "Stage", type: "status", status: { options: OPTIONS } } },
      { Stage: { id: "st", name: "Stage", type: "select", select: { options: OPTIONS } } },
      stage([{ ...open, name: "Opened" }, { ...closed }]),
      stage([{ ...closed }]),
      stage([
        { ...open, name: "Closed" },
        { ...closed, name: "Open" },
      ]),
      { No: { id: "u", name: "No", type: "unique_id", unique_id: { prefix: "D" } } },
      { Partner: { id: "r%3D", name: "Partner", type: "relation", relation: { data_source_id: uuid(8) } } },
    ];
    for (const changed of changes) expect(alike(changed), JSON.stringify(changed)).toBe(false);
  });

  it("not under another mapping, nor in another place", () => {
    expect(alike({}, planFor({ ...MAPPED, o: "text" }))).toBe(false);
    expect(alike({}, planFor({ ...MAPPED, u: "number" }))).toBe(false);
    expect(alike({}, planFor(MAPPED, uuid(99)))).toBe(false);
  });
});
