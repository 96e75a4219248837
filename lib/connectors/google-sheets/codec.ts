import canonicalize from "canonicalize";
import type { FieldType, Value } from "@/lib/engine/value";
import type { Content, GridCell } from "./cell";
import { decimalOf, exactDouble } from "./decimal";
import { decodeCell } from "./decode";
import type { FormatClass } from "./number-format";
import type { Region } from "./region";
import { instantOfWall, serialOfWall, wallOfDate, wallOfInstant, wallOfLocal } from "./serial-date";

/**
 * How canonical values stand in cells. All are typed `userEnteredValue`s, which Google never parses, so no
 * text can become a formula.
 *
 * | type           | written as | also read from |
 * | -------------- | ---------- | -------------- |
 * | text, select   | string; the empty string is no value | number, boolean, date, time, duration as text; a number with its leading zeros or percent sign |
 * | number, integer| number up to 15 significant digits, else its digits as a string | such strings |
 * | boolean        | boolean | the strings TRUE and FALSE |
 * | date           | serial with a date format; before 1900 the ISO string | ISO strings |
 * | local-datetime | serial with a date-time format; finer than 1 ms or before 1900 the ISO string | ISO strings |
 * | datetime       | ISO string with `Z`; a serial only where the cell is a date-time already and the spreadsheet's clock shows that instant once | both |
 * | multi-select, relation | sorted members joined by ", " | any order and spacing |
 * | json           | RFC 8785 text | any JSON text, number, boolean |
 *
 * A datetime's plain form is text because a serial is a wall clock: it skips and repeats an hour each year and
 * moves when someone changes the spreadsheet's time zone.
 */
export type Encoded =
  | { readonly ok: true; readonly stored: Stored }
  | { readonly ok: false; readonly reason: string; readonly message: string };

export interface Stored {
  /** Empty clears the cell. */
  readonly content: Content;
  /** The format without which the content would not read back; `none` = whatever is there, unless a time. */
  readonly format: "date" | "datetime" | "none";
}

/** What is known of the cell that is to be written. */
export interface Place extends Region {
  readonly format: FormatClass;
}

/** The place that `project` speaks of. */
export const NO_PLACE: Place = { timeZone: "UTC", locale: "en_US", format: "none" };

/** Google counts 50,000 characters; UTF-16 units are never fewer. */
const MAX_CHARACTERS = 50_000;

const CLEARED: Encoded = { ok: true, stored: { content: { kind: "empty" }, format: "none" } };

const refused = (reason: string, message: string): Encoded => ({ ok: false, reason, message });

/** Encodes so that `decodeCell` gives the value back; what would not come back is refused by name. */
export function encodeValue(type: FieldType, value: Value, place: Place): Encoded {
  if (value === null || value === "") return CLEARED;
  const encoded = encodeShape(type, value, place);
  if (!encoded.ok) return encoded;
  const back = decodeCell(type, gridCellOfStored(encoded.stored), place);
  if (back.ok && JSON.stringify(back.value) === JSON.stringify(value)) return encoded;
  return refused("not-canonical", "This value is not in the form that its field calls for.");
}

/** The cell as it would be read after `stored` was written into it. */
export function gridCellOfStored(stored: Stored): GridCell {
  return { content: stored.content, format: stored.format, computed: false };
}

function encodeShape(type: FieldType, value: Exclude<Value, null>, place: Place): Encoded {
  switch (type) {
    case "boolean":
      if (typeof value !== "boolean") return wrongShape();
      return { ok: true, stored: { content: { kind: "boolean", value }, format: "none" } };
    case "multi-select":
    case "relation":
      return typeof value === "object" ? encodeMembers(value) : wrongShape();
    case "number":
    case "integer":
      return typeof value === "string" ? encodeDecimal(value) : wrongShape();
    case "date":
      return typeof value === "string" ? encodeWall(value, wallOfDate(value), "date") : wrongShape();
    case "local-datetime":
      return typeof value === "string" ? encodeWall(value, wallOfLocal(value), "datetime") : wrongShape();
    case "datetime":
      return typeof value === "string" ? encodeInstant(value, place) : wrongShape();
    case "json":
      return typeof value === "string" ? encodeJson(value) : wrongShape();
    case "text":
    case "select":
      return typeof value === "string" ? encodeText(value) : wrongShape();
  }
}

const wrongShape = (): Encoded => refused("wrong-type", "This value is of another type than its field.");

function encodeText(text: string): Encoded {
  if (text.length > MAX_CHARACTERS) {
    return refused(
      "too-long",
      `A cell holds at most ${MAX_CHARACTERS} characters; this text has ${text.length}.`,
    );
  }
  if (text.includes("\0") || /\p{Surrogate}/u.test(text)) {
    return refused("unsupported-character", "This text has a character that Google Sheets cannot hold.");
  }
  return { ok: true, stored: { content: { kind: "text", text }, format: "none" } };
}

function encodeDecimal(text: string): Encoded {
  if (decimalOf(text) !== text) return wrongShape();
  const number = exactDouble(text);
  if (number === null) return encodeText(text);
  return { ok: true, stored: { content: { kind: "number", number }, format: "none" } };
}

function encodeWall(text: string, wall: number | null, format: "date" | "datetime"): Encoded {
  const serial = wall === null ? null : serialOfWall(wall);
  if (serial === null) return encodeText(text);
  return { ok: true, stored: { content: { kind: "number", number: serial }, format } };
}

function encodeInstant(text: string, place: Place): Encoded {
  const instant = text.endsWith("Z") ? wallOfLocal(text.slice(0, -1)) : null;
  const wall = instant === null ? null : wallOfInstant(instant, place.timeZone);
  if (place.format !== "datetime" || wall === null) return encodeText(text);
  return instantOfWall(wall, place.timeZone) === instant
    ? encodeWall(text, wall, "datetime")
    : encodeText(text);
}

function encodeMembers(members: readonly string[]): Encoded {
  if (members.some((member) => member.includes(","))) {
    return refused(
      "comma-in-member",
      "A cell lists members by commas, and one of these names has a comma in it.",
    );
  }
  if (members.some((member) => member === "" || member.trim() !== member)) {
    return refused("blank-in-member", "A cell cannot keep a name that is empty or has blanks at its ends.");
  }
  return encodeText([...members].sort().join(", "));
}

function encodeJson(text: string): Encoded {
  try {
    if (canonicalize(JSON.parse(text)) === text) return encodeText(text);
  } catch {
    // Not JSON: refused with what is not canonical.
  }
  return wrongShape();
}
