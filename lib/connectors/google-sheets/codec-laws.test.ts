import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIELD_TYPES, type FieldType, type Value } from "@/lib/engine/value";
import { cellData } from "./batch";
import { type GridCell, gridCellOf } from "./cell";
import { encodeValue, NO_PLACE } from "./codec";
import { decimalOf } from "./decimal";
import { decodeCell } from "./decode";
import { numberFormatOf } from "./number-format";
import { projectValue } from "./project";
import { localOfWall } from "./serial-date";

/** Formats that a cell may have before it is written to. */
const FORMATS = [
  undefined,
  { type: "TEXT", pattern: "@" },
  { type: "NUMBER", pattern: "#,##0.00" },
  { type: "NUMBER", pattern: "00000" },
  { type: "NUMBER", pattern: '"No. "0' },
  { type: "NUMBER", pattern: "# ?/?" },
  { type: "PERCENT", pattern: "0%" },
  { type: "CURRENCY", pattern: '#,##0.00 "€"' },
  { type: "SCIENTIFIC", pattern: "0.00E+00" },
  { type: "DATE", pattern: "dd.MM.yyyy" },
  { type: "DATE_TIME", pattern: "d.M.yy h:mm" },
  { type: "TIME", pattern: "h:mm AM/PM" },
  { type: "TIME", pattern: "[h]:mm:ss" },
  { type: "NUMBER", pattern: "yyyy" },
];

const region = fc.record({
  timeZone: fc.constantFrom(
    "UTC",
    "Europe/Zurich",
    "America/New_York",
    "Australia/Lord_Howe",
    "Nowhere/Land",
  ),
  locale: fc.constantFrom("en_US", "de_DE", "fr_CH", "ar_EG", ""),
});

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{0,${most}}$`));
const decimal = fc
  .tuple(fc.boolean(), digits(25), fc.nat(320), digits(25), fc.nat(320))
  .map(
    ([minus, whole, right, part, left]) =>
      decimalOf(`${minus ? "-" : ""}${whole}0${"0".repeat(right)}.${"0".repeat(left)}${part}0`) ?? "0",
  );
const wall = fc
  .oneof(
    fc.integer({ min: Date.UTC(1, 0, 1) - 1_900 * 366 * 86_400_000, max: Date.UTC(9999, 11, 31) }),
    fc.integer({ min: Date.UTC(1899, 11, 29), max: Date.UTC(1900, 2, 2) }),
    fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2025, 0, 1) }),
  )
  .filter((at) => /^\d{4}-/.test(new Date(at).toISOString()));
const local = fc
  .tuple(wall, digits(6))
  .map(([at, part]) => localOfWall(Math.floor(at / 1_000) * 1_000) + `.${part}`.replace(/\.?0*$/, ""));
/** What looks like something else, and what Google would make something of if it were typed. */
const lookalike = fc.constantFrom(
  ...["007", "1.000", "1,5", "50%", "$5", "€ 5", "15:30:00", "-01:00:00", "2024-02-29", "29.02.2024", "1e5"],
  ...["=A1", "+1", "-1", "@a", "'a", "TRUE", "WAHR", "#REF!", "null", "{}", " a ", "\t", "\u00a0", "a\r\nb"],
);
const text = fc.oneof(
  lookalike,
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.integer({ min: 49_998, max: 50_002 }).map((length) => "x".repeat(length)),
);
const members = fc.array(text, { minLength: 1, maxLength: 4 }).map((list) => [...new Set(list)].sort());

const VALUES: Record<FieldType, fc.Arbitrary<Value>> = {
  text,
  select: text,
  number: decimal,
  integer: decimal.map((each) => decimalOf(each.split(".")[0] ?? "0") ?? "0"),
  boolean: fc.boolean(),
  date: wall.map((at) => localOfWall(at).slice(0, 10)),
  "local-datetime": local,
  datetime: local.map((each) => `${each}Z`),
  "multi-select": members,
  relation: members,
  json: fc.oneof(
    fc.jsonValue({ stringUnit: "grapheme" }).map((each) => canonicalize(each) ?? "null"),
    fc.nat(50_010).map((length) => JSON.stringify("x".repeat(length))),
  ),
};

const anyValue = fc.oneof(fc.constant(null), ...Object.values(VALUES));

/** The cell as Google holds it once `value` was written over a cell with this format; the reason if it is refused. */
function writtenOver(
  type: FieldType,
  value: Value,
  where: { readonly format: (typeof FORMATS)[number]; readonly region: { timeZone: string; locale: string } },
): GridCell | string {
  const before = numberFormatOf(where.format).class;
  const encoded = encodeValue(type, value, { ...where.region, format: before });
  if (!encoded.ok) return encoded.reason;
  const { userEnteredValue, userEnteredFormat } = cellData(encoded.stored, before);
  const numberFormat = userEnteredFormat?.numberFormat ?? where.format;
  return gridCellOf({
    ...(userEnteredValue && { userEnteredValue, effectiveValue: userEnteredValue }),
    ...(numberFormat && { userEnteredFormat: { numberFormat } }),
  });
}

const where = fc.record({ format: fc.constantFrom(...FORMATS), region });

describe.each(FIELD_TYPES)("%s", (type) => {
  it("is read back as it was written, over a cell of any format in any region, or refused by name", () => {
    let kept = 0;
    fc.assert(
      fc.property(VALUES[type], where, (value, at) => {
        const cell = writtenOver(type, value, at);
        if (typeof cell === "string") {
          expect(cell).toMatch(/^(too-long|unsupported-character|comma-in-member|blank-in-member)$/);
          return;
        }
        kept += 1;
        expect(decodeCell(type, cell, at.region)).toEqual({ ok: true, value: value === "" ? null : value });
      }),
      { numRuns: 400 },
    );
    expect(kept).toBeGreaterThan(20);
  });

  it("that is nothing clears the cell, and nothing is read from it", () => {
    fc.assert(
      fc.property(where, (at) => {
        const cell = writtenOver(type, null, at);
        expect(cell).toMatchObject({ content: { kind: "empty" }, computed: false });
        expect(typeof cell !== "string" && decodeCell(type, cell, at.region)).toEqual({
          ok: true,
          value: null,
        });
      }),
    );
  });

  it("takes no value of another type for its own", () => {
    fc.assert(
      fc.property(anyValue, where, (value, at) => {
        const cell = writtenOver(type, value, at);
        if (typeof cell === "string") expect(cell).toMatch(/^[a-z]+(-[a-z]+)+$/);
        else
          expect(decodeCell(type, cell, at.region)).toEqual({ ok: true, value: value === "" ? null : value });
      }),
      { numRuns: 400 },
    );
  });

  it("projects to what stays as it is", () => {
    fc.assert(
      fc.property(VALUES[type], (value) => {
        const once = projectValue(type, value);
        if (once.ok) expect(projectValue(type, once.value)).toEqual(once);
        else expect(encodeValue(type, value, NO_PLACE).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it("that was read from any cell can be written into it again", () => {
    const entered = fc.oneof(
      text.map((stringValue) => ({ stringValue })),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((numberValue) => ({ numberValue })),
      fc.double({ min: -50_000, max: 3_000_000, noNaN: true }).map((numberValue) => ({ numberValue })),
      fc.nat(60_000).map((numberValue) => ({ numberValue })),
      fc.boolean().map((boolValue) => ({ boolValue })),
    );
    fc.assert(
      fc.property(entered, where, (userEnteredValue, at) => {
        const cell = gridCellOf({
          userEnteredValue,
          effectiveValue: userEnteredValue,
          ...(at.format && { userEnteredFormat: { numberFormat: at.format } }),
        });
        const read = decodeCell(type, cell, at.region);
        if (!read.ok) {
          expect(read.reason).not.toBe("");
          return;
        }
        const again = writtenOver(type, read.value, at);
        if (typeof again === "string") {
          expect(again).toMatch(/^(too-long|unsupported-character)$/);
          return;
        }
        expect(decodeCell(type, again, at.region)).toEqual(read);
      }),
      { numRuns: 600 },
    );
  });
});
