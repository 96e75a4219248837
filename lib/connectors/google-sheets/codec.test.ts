import { describe, expect, it } from "vitest";
import { FIELD_TYPES, type FieldType, type Value } from "@/lib/engine/value";
import type { GridCell } from "./cell";
import { encodeValue, NO_PLACE, type Place } from "./codec";
import { decodeCell } from "./decode";
import { projectValue } from "./project";

const cell = (content: GridCell["content"], format: GridCell["format"] = "none"): GridCell => ({
  content,
  format,
  computed: false,
});
const number = (at: number, format: GridCell["format"] = "none") =>
  cell({ kind: "number", number: at }, format);
const typed = (at: string) => cell({ kind: "text", text: at });
const stored = (type: FieldType, value: Value, where = NO_PLACE) => {
  const encoded = encodeValue(type, value, where);
  return encoded.ok ? encoded.stored : encoded.reason;
};

describe("what is written", () => {
  it("never parses text: formulas, leading zeros and quotes are strings", () => {
    for (const each of ['=IMPORTXML("http://example.com")', "+1", "@a", "00123", "'quoted", "TRUE", "1e5"]) {
      expect(stored("text", each)).toEqual({ content: { kind: "text", text: each }, format: "none" });
    }
  });

  it("keeps numbers that a double does not hold as digits", () => {
    expect(stored("number", "0.1")).toMatchObject({ content: { kind: "number", number: 0.1 } });
    expect(stored("integer", "9007199254740993")).toMatchObject({ content: { kind: "text" } });
    expect(stored("integer", "123456789012345")).toMatchObject({ content: { kind: "number" } });
    expect(stored("number", `1${"0".repeat(40)}`)).toMatchObject({
      content: { kind: "number", number: 1e40 },
    });
  });

  it("writes dates as serials, 1900 being no leap year, and earlier ones as text", () => {
    expect(stored("date", "1900-03-01")).toEqual({ content: { kind: "number", number: 61 }, format: "date" });
    expect(stored("date", "2024-02-29")).toMatchObject({ content: { number: 45_351 } });
    expect(stored("date", "1899-12-30")).toMatchObject({ content: { kind: "text" } });
    expect(stored("local-datetime", "1900-01-01T12:00:00")).toMatchObject({ content: { number: 2.5 } });
  });

  it("writes an instant as text, or on the spreadsheet's clock where the cell is one and it is plain", () => {
    const zurich: Place = { timeZone: "Europe/Zurich", locale: "de_CH", format: "datetime" };
    expect(stored("datetime", "2024-07-01T10:00:00Z")).toMatchObject({ content: { kind: "text" } });
    expect(stored("datetime", "2024-07-01T10:00:00Z", zurich)).toEqual({
      content: { kind: "number", number: 45_474.5 },
      format: "datetime",
    });
    // 02:30 is shown twice on 27 October 2024; the serial means the first.
    expect(stored("datetime", "2024-10-27T00:30:00Z", zurich)).toMatchObject({ content: { kind: "number" } });
    expect(stored("datetime", "2024-10-27T01:30:00Z", zurich)).toMatchObject({ content: { kind: "text" } });
    expect(stored("datetime", "2024-07-01T10:00:00.123456Z", zurich)).toMatchObject({
      content: { kind: "text" },
    });
  });

  it("refuses by name", () => {
    expect(stored("text", "a".repeat(50_001))).toBe("too-long");
    expect(stored("text", "a".repeat(50_000))).toMatchObject({ content: { kind: "text" } });
    expect(stored("text", "\ud800")).toBe("unsupported-character");
    expect(stored("multi-select", ["a,b"])).toBe("comma-in-member");
    expect(stored("relation", [" a"])).toBe("blank-in-member");
    expect(stored("number", true)).toBe("wrong-type");
    expect(stored("json", '{"b":1,"a":2}')).toBe("wrong-type");
    expect(stored("date", "2023-02-29")).toBe("not-canonical");
  });
});

describe("what a person typed", () => {
  const read = (type: FieldType, at: GridCell, timeZone = "UTC", locale = "en_US") => {
    const decoded = decodeCell(type, at, { timeZone, locale });
    return decoded.ok ? decoded.value : decoded;
  };
  const unreadable = { ok: false, reason: expect.any(String) };

  it("reads other forms of the same value", () => {
    expect(read("text", number(123))).toBe("123");
    expect(read("text", number(1e21))).toBe("1000000000000000000000");
    expect(read("text", cell({ kind: "boolean", value: true }))).toBe("TRUE");
    expect(read("text", number(45_351, "date"))).toBe("2024-02-29");
    expect(read("number", typed(" 007.50 "))).toBe("7.5");
    expect(read("number", number(-0))).toBe("0");
    expect(read("boolean", typed("true"))).toBe(true);
    expect(read("date", typed("2024-02-29"))).toBe("2024-02-29");
    expect(read("multi-select", typed("b,a ,, b"))).toEqual(["a", "b"]);
    expect(read("json", typed('{ "b": 1, "a": 2 }'))).toBe('{"a":2,"b":1}');
    expect(read("json", number(1.5))).toBe("1.5");
    expect(read("datetime", typed("2024-03-10T08:30:00+01:00"))).toBe("2024-03-10T07:30:00Z");
    expect(read("datetime", number(45_474.5, "datetime"), "Europe/Zurich")).toBe("2024-07-01T10:00:00Z");
    expect(read("local-datetime", number(44_384.71844300038, "datetime"))).toBe("2021-07-07T17:14:33.475");
  });

  it.each(["/", " - ", " \u2192 ", " to "])("never cuts a range (%j) to its start", (between) => {
    const range = `2024-01-01${between}2024-01-05`;
    const times = `2024-01-01T08:00:00${between}2024-01-05T09:00:00`;
    const instants = `2024-01-01T08:00:00Z${between}2024-01-05T09:00:00Z`;
    for (const [type, text] of [
      ["date", range],
      ["local-datetime", times],
      ["datetime", instants],
    ] as const) {
      expect(read(type, typed(text))).toEqual({ ok: false, reason: expect.stringContaining("no date") });
      expect(projectValue(type, text)).toMatchObject({ ok: false, reason: "not-canonical" });
      expect(read("text", typed(text))).toBe(text);
    }
  });

  it("takes what does not fit for unreadable, never for nothing", () => {
    expect(read("number", number(45_351, "date"))).toEqual(unreadable);
    expect(read("number", typed("n/a"))).toEqual(unreadable);
    expect(read("integer", number(1.5))).toEqual(unreadable);
    expect(read("boolean", number(1))).toEqual(unreadable);
    expect(read("date", number(2_024))).toEqual(unreadable);
    expect(read("date", number(45_351.5, "datetime"))).toEqual(unreadable);
    expect(read("datetime", typed("2024-03-10T08:30:00"))).toEqual(unreadable);
    expect(read("json", typed("{"))).toEqual(unreadable);
    // 02:30 does not exist on 31 March 2024 in Zurich.
    expect(read("datetime", number(45_382.104166666664, "datetime"), "Europe/Zurich")).toEqual(unreadable);
    expect(read("datetime", number(45_382.5, "datetime"), "Nowhere/Land")).toEqual(unreadable);
    for (const type of FIELD_TYPES) {
      expect(read(type, cell({ kind: "error", type: "REF" }))).toEqual(unreadable);
      expect(read(type, cell({ kind: "error", type: "LOADING" }))).toEqual(unreadable);
    }
  });
});
