import type { FieldType, Value } from "@/lib/engine/value";
import { decodeArray, encodeArray } from "./array";
import { type Decoded, type Encoded, isUnholdable, refuse, same, tooLong, unreadable, value } from "./cell";
import { canonicalDecimal, roundedDecimal, wholeDigits } from "./decimal";
import { isMoment, roundedClock, trimmedFraction } from "./instant";
import type { Column } from "./introspect";
import { canonicalJson, fitsJsonb } from "./json";
import { encodePrinted } from "./printed-form";

/** The canonical types that a column can carry, the usual one first; empty = none. */
export function typesOf(column: Column): readonly FieldType[] {
  const types = TYPES[column.kind];
  return column.relatesTo && types.includes("relation")
    ? ["relation", ...types.filter((type) => type !== "relation")]
    : types;
}

const TYPES: Readonly<Record<Column["kind"], readonly FieldType[]>> = {
  text: ["text", "select", "relation"],
  varchar: ["text", "select", "relation"],
  char: ["text", "select", "relation"],
  uuid: ["text", "relation"],
  integer: ["integer", "number", "relation"],
  numeric: ["number", "integer"],
  float4: ["number"],
  float8: ["number"],
  boolean: ["boolean"],
  date: ["date"],
  timestamptz: ["datetime"],
  timestamp: ["local-datetime"],
  enum: ["select", "text"],
  array: ["multi-select", "json"],
  json: ["json"],
  jsonb: ["json"],
  printed: ["text"],
  other: ["text"],
};

/**
 * The canonical value of what the server printed (under `DateStyle ISO`, `TimeZone UTC`; arrays as JSON).
 * What canonical form cannot hold (`infinity`, `NaN`, dates before year 1) is unreadable, never null.
 */
export function decode(column: Column, type: FieldType, raw: string | null): Decoded {
  if (raw === null) return value(null);
  if (!typesOf(column).includes(type)) return unreadable(`The column is of type ${column.native} now.`);
  const decoded = column.kind === "array" ? decodeArray(type, raw) : decodeScalar(column, raw);
  if (!decoded.ok || decoded.value === null) return decoded;
  if (type === "relation") return value([String(decoded.value)]);
  if (type === "integer" && String(decoded.value).includes("."))
    return unreadable("The number has a fraction.");
  return decoded;
}

function decodeScalar(column: Column, raw: string): Decoded {
  switch (column.kind) {
    case "text":
    case "varchar":
    case "uuid":
    case "integer":
    case "enum":
    case "printed":
    case "other":
      return value(raw);
    case "char":
      return value(raw.replace(/ +$/, ""));
    case "numeric":
    case "float4":
    case "float8": {
      const number = canonicalDecimal(raw);
      return number === null ? unreadable("The column holds no finite number.") : value(number);
    }
    case "boolean":
      return value(raw === "t" || raw === "true");
    case "date":
      return isMoment(raw) && raw.length === 10
        ? value(raw)
        : unreadable("The date is outside years 1 to 9999.");
    case "timestamptz":
    case "timestamp":
      return decodeClock(column.kind, raw);
    case "array":
      return unreadable("The column holds a list.");
    case "json":
    case "jsonb": {
      const text = canonicalJson(raw);
      return text === null ? unreadable("A number in the JSON has too many digits.") : value(text);
    }
  }
}

function decodeClock(kind: "timestamptz" | "timestamp", raw: string): Decoded {
  const zone = kind === "timestamptz" ? "+00" : "";
  const clock = raw.slice(0, raw.length - zone.length).replace(" ", "T");
  if (!raw.endsWith(zone) || !isMoment(clock)) return unreadable("The time is outside years 1 to 9999.");
  return value(trimmedFraction(clock) + (zone && "Z"));
}

/** What a column is sent for a canonical value, and what it then holds. Pure. */
export function encode(column: Column, type: FieldType, cell: Value): Encoded {
  if (!typesOf(column).includes(type) || column.kind === "other") {
    return refuse("type", "The column cannot hold values of this field.");
  }
  if (column.kind === "array") return encodeArray(column, type, cell);
  if (cell === null || (type === "relation" && Array.isArray(cell) && cell.length === 0)) {
    return column.required
      ? refuse("required", "The column must have a value.")
      : { ok: true, wire: null, value: null };
  }
  if (type !== "relation") return encodeScalar(column, type, cell);
  if (!Array.isArray(cell)) return refuse("type", "A relation holds a list of references.");
  if (cell.length > 1) return refuse("one-reference", "The column refers to one row at most.");
  const encoded = encodeScalar(column, column.kind === "integer" ? "integer" : "text", cell[0] ?? "");
  return encoded.ok ? { ...encoded, value: [String(encoded.value)] } : encoded;
}

function encodeScalar(column: Column, type: FieldType, cell: Value): Encoded {
  if (column.kind === "boolean") {
    return typeof cell === "boolean"
      ? { ok: true, wire: String(cell), value: cell }
      : refuse("type", "The column holds true or false.");
  }
  if (typeof cell !== "string") return refuse("type", "The column holds one value.");
  switch (column.kind) {
    case "text":
    case "varchar":
    case "char":
      return encodeText(column, cell);
    case "uuid":
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(cell)
        ? same(cell.toLowerCase())
        : refuse("form", "The column holds UUIDs.");
    case "integer":
    case "numeric":
    case "float4":
    case "float8":
      return encodeNumber(column, type, cell);
    case "date":
      return isMoment(cell) && cell.length === 10
        ? same(cell)
        : refuse("form", "This is no date of the calendar.");
    case "timestamptz":
    case "timestamp":
      return encodeClock(column, cell);
    case "enum":
      return column.options?.includes(cell)
        ? same(cell)
        : refuse("option", "The column does not offer this option.");
    case "json":
    case "jsonb": {
      const text = canonicalJson(cell);
      if (text === null || !fitsJsonb(text)) return refuse("form", "The column cannot hold this JSON.");
      return tooLong(text) ?? same(text);
    }
    case "printed":
      return encodePrinted(column, cell);
    case "array":
    case "other":
      return refuse("type", "The column cannot hold values of this field.");
  }
}

function encodeText(column: Column, text: string): Encoded {
  if (isUnholdable(text)) {
    return refuse("character", "The text has a character that PostgreSQL cannot hold.");
  }
  const held = column.kind === "char" ? text.replace(/ +$/, "") : text;
  if (column.modifier > 4 && column.kind !== "text" && [...held].length > column.modifier - 4) {
    return refuse("too-long", `The column holds ${column.modifier - 4} characters at most.`);
  }
  return tooLong(held) ?? same(held);
}

const INTEGERS: Readonly<Record<string, bigint>> = { int2: 1n << 15n, int4: 1n << 31n, int8: 1n << 63n };

function encodeNumber(column: Column, type: FieldType, text: string): Encoded {
  const number = text.length > 20_000 ? null : canonicalDecimal(text);
  if (number === null) return refuse("form", "This is no number.");
  const whole = !number.includes(".");
  if (type === "integer" && !whole) return refuse("form", "This is no whole number.");
  if (column.kind === "integer") {
    const limit = INTEGERS[column.base] ?? 0n;
    if (!whole) return refuse("fraction", "The column holds whole numbers.");
    const wide = number.length > 20 || BigInt(number) < -limit || BigInt(number) >= limit;
    return wide ? refuse("out-of-range", "The number is too large for its column.") : same(number);
  }
  if (column.kind === "numeric") return encodeNumeric(column, number);
  const float = column.kind === "float8" ? Number(number) : Math.fround(Number(number));
  if (!Number.isFinite(float) || (float === 0 && number !== "0")) {
    return refuse("out-of-range", "The number is too large or too small for its column.");
  }
  const shortest = column.kind === "float8" ? String(float) : shortestFloat4(float);
  return same(canonicalDecimal(shortest) ?? "0");
}

/** numeric(p, s) rounds to its scale by itself, so that is what the column holds; too many digits are refused. */
function encodeNumeric(column: Column, number: string): Encoded {
  if (column.modifier < 4) {
    const fraction = number.length - number.indexOf(".") - 1;
    const fits = wholeDigits(number) <= 131_072 && (!number.includes(".") || fraction <= 16_383);
    return fits ? same(number) : refuse("out-of-range", "The number has too many digits.");
  }
  const precision = ((column.modifier - 4) >> 16) & 0xffff;
  const scale = (((column.modifier - 4) & 0x7ff) ^ 1024) - 1024;
  const held = roundedDecimal(number, scale);
  const digits = held === "0" ? 0 : wholeDigits(held);
  const tiny = /^-?0\.(0*)/.exec(held)?.[1]?.length ?? 0;
  const fits = digits > 0 ? digits <= precision - scale : held === "0" || -tiny <= precision - scale;
  return fits ? same(held) : refuse("out-of-range", "The number has too many digits for its column.");
}

/** The fewest digits that name this float4, as the server prints it. */
function shortestFloat4(float: number): string {
  for (let digits = 1; digits < 9; digits += 1) {
    const text = float.toPrecision(digits);
    if (Math.fround(Number(text)) === float) return text;
  }
  return float.toPrecision(9);
}

function encodeClock(column: Column, text: string): Encoded {
  const zoned = column.kind === "timestamptz";
  const clock = zoned ? text.replace(/Z$/, "") : text;
  if (text.endsWith("Z") !== zoned || !clock.includes("T") || !isMoment(clock)) {
    return refuse("form", "This is no date and time of the calendar.");
  }
  const held =
    column.modifier >= 0 && column.modifier < 6
      ? roundedClock(clock, column.modifier)
      : trimmedFraction(clock);
  if (held === null) return refuse("out-of-range", "The time rounds to a year after 9999.");
  return same(zoned ? `${held}Z` : held);
}
