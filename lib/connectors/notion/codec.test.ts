import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldType, Value } from "@/lib/engine/value";
import { decode, isTruncated } from "./decode";
import { echo, richTextItem } from "./echo.test-kit";
import { encode } from "./encode";
import { canonicalDecimal, decimalText, exactDouble } from "./number-codec";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 50 }).map((piece) => piece.repeat(150)),
  fc.constantFrom("", " ", "a".repeat(2_000), "💥".repeat(1_001), "=1+1", "a,b", "\ud800", "\0"),
);
const digits = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(decimalText),
  fc.bigInt().map(String),
  fc.tuple(fc.integer(), fc.nat()).map(([whole, part]) => canonicalDecimal(`${whole}.${part}`) ?? "0"),
  fc.constantFrom("9007199254740993", "0.1", `1${"0".repeat(400)}`, "-0", "007"),
);
const instant = fc
  .date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })
  .map((date) =>
    date
      .toISOString()
      .slice(0, -1)
      .replace(/\.?0*$/, (zeros) => (zeros.includes(".") ? "" : zeros)),
  );
const day = instant.map((clock) => clock.slice(0, 10));
const micro = fc
  .tuple(day, fc.integer({ min: 1, max: 999_999 }))
  .map(([date, at]) => `${date}T10:20:30.${String(at).padStart(6, "0").replace(/0+$/, "")}`);
const clock = fc.oneof(
  micro,
  day.map((date) => `${date}T23:59:59`),
  fc.constantFrom("2024-02-30T00:00:00", "2024-03-10 07:30:00"),
);
const pageId = fc.uuid();
const person = fc.oneof(fc.uuid(), fc.emailAddress(), fc.constantFrom("Ada@Example.com", "Ada", ""));
const url = fc.oneof(fc.webUrl(), fc.constantFrom("https://f.example/a?b=1", "ftp://f.example", "", "a.pdf"));
const links = fc.array(fc.oneof(url, fc.record({ name: fc.string({ maxLength: 120 }), url })), {
  maxLength: 110,
});

const CASES: readonly [FieldType, readonly string[], fc.Arbitrary<Value>][] = [
  ["text", ["title", "rich_text", "url", "email", "phone_number", "select", "status", "number"], text],
  ["number", ["number", "rich_text"], digits],
  ["integer", ["number", "title"], digits],
  ["boolean", ["checkbox"], fc.boolean()],
  ["date", ["date"], fc.oneof(day, fc.constantFrom("2023-02-29", "2024-1-1"))],
  ["datetime", ["date"], clock.map((local) => `${local}Z`)],
  ["local-datetime", ["date"], clock],
  ["select", ["select", "status"], text],
  [
    "multi-select",
    ["multi_select"],
    fc.array(fc.oneof(fc.string({ maxLength: 20 }), text), { maxLength: 120 }),
  ],
  ["multi-select", ["people"], fc.array(person, { maxLength: 120 })],
  ["json", ["files"], links.map((list) => canonicalize(list) ?? "[]")],
  [
    "multi-select",
    ["files"],
    links.map((list) => list.map((link) => (typeof link === "string" ? link : link.url))),
  ],
  ["json", ["rich_text"], fc.jsonValue().map((json) => canonicalize(json) ?? "null")],
  [
    "relation",
    ["relation"],
    fc.array(
      fc.oneof(
        pageId,
        pageId.map((id) => id.replaceAll("-", "")),
      ),
      { maxLength: 120 },
    ),
  ],
];

/** Types whose values are held as they are, or refused. */
const EXACT: readonly FieldType[] = ["number", "integer", "boolean", "date", "select", "json"];

describe("decode(encode(value))", () => {
  for (const [type, natives, values] of CASES) {
    for (const native of natives) {
      it(`is what encode says it holds, and stays so: ${type} in ${native}`, () => {
        let held = 0;
        fc.assert(
          fc.property(fc.option(values), (value) => {
            const encoded = encode(type, native, value);
            if (!encoded.ok) {
              expect(encoded.reason).toMatch(/^[a-z-]+$/);
              return;
            }
            held += 1;
            if (EXACT.includes(type) && native !== "files" && value !== null)
              expect(encoded.held).toEqual(value);
            if (type === "text") expect(encoded.held).toEqual(value === "" ? null : value);
            if (encoded.request !== null)
              expect(decode(type, echo(encoded.request))).toEqual({ ok: true, value: encoded.held });
            expect(encode(type, native, encoded.held)).toMatchObject({ ok: true, held: encoded.held });
          }),
        );
        expect(held).toBeGreaterThan(0);
      });
    }
  }
});

describe("encode", () => {
  const held = (type: FieldType, native: string, value: Value) => {
    const encoded = encode(type, native, value);
    return encoded.ok ? encoded.held : encoded.reason;
  };

  it("refuses numbers that a double would change", () => {
    expect(held("number", "number", "9007199254740993")).toBe("number-precision");
    expect(held("number", "number", "0.1")).toBe("0.1");
    expect(held("integer", "number", "1.5")).toBe("not-whole");
    expect(held("text", "number", "007")).toBe("not-a-number");
    expect(held("number", "number", `1${"0".repeat(40)}`)).toBe(`1${"0".repeat(40)}`);
  });

  it("cuts long text without parting a pair, and refuses what is too long", () => {
    const encoded = encode("text", "rich_text", `a${"💥".repeat(1_500)}`);
    const pieces =
      encoded.ok && encoded.request !== null && "rich_text" in encoded.request
        ? encoded.request.rich_text
        : [];
    expect(pieces.length).toBe(2);
    for (const piece of pieces) {
      const content = "text" in piece ? (piece.text?.content ?? "") : "";
      expect(content.length).toBeLessThanOrEqual(2_000);
      expect(content).not.toMatch(/\p{Surrogate}/u);
    }
    expect(held("text", "rich_text", "d".repeat(200_001))).toBe("text-too-long");
    expect(held("text", "rich_text", "語".repeat(180_000))).toBe("text-too-long");
    expect(held("text", "email", "e".repeat(101))).toBe("text-too-long");
    expect(held("text", "url", "u".repeat(2_000))).toBe("u".repeat(2_000));
    expect(held("text", "title", "\ud800")).toBe("not-unicode");
  });

  it("holds no value for the empty text, and unticked for none", () => {
    for (const native of ["title", "rich_text", "url", "email", "phone_number", "select"]) {
      expect(held("text", native, "")).toBeNull();
    }
    expect(held("boolean", "checkbox", null)).toBe(false);
    expect(held("select", "status", null)).toBe("status-empty");
  });

  it("refuses options that Notion would change", () => {
    expect(held("select", "select", "a,b")).toBe("option-comma");
    expect(held("select", "select", "x".repeat(101))).toBe("option-too-long");
    expect(held("multi-select", "multi_select", ["A", "a"])).toBe("option-case");
    expect(held("multi-select", "multi_select", [""])).toBe("option-empty");
  });

  it("cuts instants to milliseconds, downwards", () => {
    expect(held("datetime", "date", "1969-12-31T23:59:59.999999Z")).toBe("1969-12-31T23:59:59.999Z");
    expect(held("local-datetime", "date", "2024-03-10T02:30:00.0001")).toBe("2024-03-10T02:30:00");
    expect(held("datetime", "date", "2024-03-10T02:30:00")).toBe("not-a-date");
  });

  it("holds a longer set than one request takes, and sends none", () => {
    const ids = Array.from(
      { length: 101 },
      (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
    );
    expect(encode("relation", "relation", ids)).toMatchObject({
      held: ids,
      unsendable: { reason: "relation-too-long" },
    });
    expect(encode("multi-select", "multi_select", ids)).toMatchObject({
      unsendable: { reason: "too-many-options" },
    });
  });

  it("writes nothing computed", () => {
    for (const native of ["formula", "rollup", "unique_id", "created_by", "hologram"]) {
      expect(encode("text", native, "x")).toMatchObject({ held: "x", unsendable: { reason: "read-only" } });
    }
  });
});

describe("decode", () => {
  const date = (type: FieldType, start: string, more: object = {}) =>
    decode(type, { id: "d", type: "date", date: { start, end: null, time_zone: null, ...more } });

  it("reads an instant at any offset, and the clock that is shown", () => {
    const shown = "2024-03-10T09:30:00.000+02:00";
    expect(date("datetime", shown)).toEqual({ ok: true, value: "2024-03-10T07:30:00Z" });
    expect(date("local-datetime", shown)).toEqual({ ok: true, value: "2024-03-10T09:30:00" });
  });

  it("does not shorten what the field cannot hold", () => {
    expect(date("date", "2024-03-10T09:30:00.000Z").ok).toBe(false);
    expect(date("datetime", "2024-03-10").ok).toBe(false);
    expect(date("date", "2024-03-10", { end: "2024-03-11" }).ok).toBe(false);
    expect(decode("integer", { type: "number", number: 1.5 }).ok).toBe(false);
    expect(decode("number", { type: "rich_text", rich_text: [richTextItem("twelve")] }).ok).toBe(false);
  });

  it("reads what Notion computes", () => {
    const formula = (result: object) => ({ type: "formula", formula: result });
    expect(decode("text", formula({ type: "string", string: "a" }))).toEqual({ ok: true, value: "a" });
    expect(decode("number", formula({ type: "number", number: 1e21 }))).toEqual({
      ok: true,
      value: `1${"0".repeat(21)}`,
    });
    expect(decode("text", formula({ type: "unsupported", unsupported: {} })).ok).toBe(false);
    expect(decode("text", { type: "unique_id", unique_id: { prefix: "TASK", number: 7 } })).toEqual({
      ok: true,
      value: "TASK-7",
    });
    expect(decode("datetime", { type: "created_time", created_time: "2024-01-01T00:00:00.000Z" })).toEqual({
      ok: true,
      value: "2024-01-01T00:00:00Z",
    });
    const file = {
      name: "n",
      type: "file",
      file: { url: "https://f.example/a?signature=1", expiry_time: "x" },
    };
    expect(decode("json", { type: "files", files: [file] })).toEqual({
      ok: true,
      value: '[{"hosted":true,"name":"n","url":"https://f.example/a"}]',
    });
    const link = { name: "l", type: "external", external: { url: "https://f.example/open?id=1" } };
    expect(decode("json", { type: "files", files: [link] })).toEqual({
      ok: true,
      value: '[{"name":"l","url":"https://f.example/open?id=1"}]',
    });
  });

  it("knows a list that may be cut", () => {
    const ids = Array.from({ length: 25 }, (_, at) => ({ id: String(at) }));
    expect(isTruncated({ type: "relation", relation: ids, has_more: false })).toBe(false);
    expect(isTruncated({ type: "relation", relation: ids.slice(0, 3), has_more: true })).toBe(true);
    expect(isTruncated({ type: "relation", relation: ids })).toBe(true);
    expect(isTruncated({ type: "rich_text", rich_text: ids.slice(1) })).toBe(false);
    expect(isTruncated({ type: "multi_select", multi_select: ids })).toBe(false);
  });

  it("never throws, whatever comes", () => {
    const natives = fc.constantFrom(
      "title",
      "rich_text",
      "url",
      "number",
      "checkbox",
      "select",
      "status",
      "multi_select",
      "date",
      "people",
      "files",
      "relation",
      "formula",
      "rollup",
      "unique_id",
      "created_time",
      "created_by",
      "place",
      "hologram",
    );
    const types = fc.constantFrom(...CASES.map(([type]) => type));
    fc.assert(
      fc.property(natives, types, fc.jsonValue(), (native, type, content) => {
        const decoded = decode(type, { id: "x", type: native, [native]: content });
        expect(typeof decoded.ok).toBe("boolean");
      }),
    );
    expect(decode("text", undefined).ok).toBe(false);
    expect(decode("text", { type: "hologram", hologram: {} }).ok).toBe(false);
    expect(decode("text", { type: "constructor" }).ok).toBe(false);
  });
});

describe("numbers", () => {
  it("survive the way through a double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
        const shown = decimalText(double);
        expect(shown).not.toMatch(/e/);
        expect(exactDouble(shown)).toBe(double === 0 ? 0 : double);
        expect(canonicalDecimal(shown)).toBe(shown);
      }),
    );
    expect(["1e-7", "5e-324", "1.5e+300"].map((each) => Number(decimalText(Number(each))))).toEqual([
      1e-7, 5e-324, 1.5e300,
    ]);
  });

  it("are read as a person types them", () => {
    expect(["007", "+1.50", "-0", " 3 ", "5."].map(canonicalDecimal)).toEqual(["7", "1.5", "0", "3", "5"]);
    expect(["", "1e5", "1,000", "--1", ".5"].map(canonicalDecimal)).toEqual([null, null, null, null, null]);
  });
});
