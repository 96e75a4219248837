import canonicalize from "canonicalize";
import type { FieldType, Value } from "@/lib/engine/value";
import type { Content, GridCell } from "./cell";
import { decimalOf, decimalOfDouble, exactDouble } from "./decimal";
import { hasDecimalPoint, type Region } from "./region";
import {
  clockOfSerial,
  dateOfWall,
  elapsedOfSerial,
  instantOfWall,
  localOfWall,
  wallOfDate,
  wallOfLocal,
  wallOfSerial,
} from "./serial-date";

/** A reason names what stands in the way, never the cell's value. */
export type Decoded =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

const value = (value: Value): Decoded => ({ ok: true, value });
const unreadable = (reason: string): Decoded => ({ ok: false, reason });

/**
 * The canonical value of a cell for a field of `type`. What does not fit is unreadable: a date in a number
 * column or "n/a" in a date column is somebody's typing, not a value of that field and not its absence.
 */
export function decodeCell(type: FieldType, cell: GridCell, region: Region): Decoded {
  if (cell.content.kind === "empty") return value(null);
  if (cell.content.kind === "error") {
    return unreadable(
      cell.content.type === "LOADING"
        ? "the cell is still loading"
        : `the cell shows the error ${cell.content.type}`,
    );
  }
  switch (type) {
    case "text":
    case "select":
      return decodeText(cell);
    case "multi-select":
    case "relation":
      return decodeMembers(cell);
    case "number":
    case "integer":
      return decodeDecimal(type, cell, region);
    case "boolean":
      return decodeBoolean(cell);
    case "date":
      return decodeDate(cell);
    case "local-datetime":
      return decodeLocal(cell);
    case "datetime":
      return decodeInstant(cell, region);
    case "json":
      return decodeJson(cell);
  }
}

/** Whether the cell shows a number as a time; a text stays what it is under any format. */
const isTime = ({ content, format }: GridCell): boolean =>
  content.kind === "number" && format !== "plain" && format !== "none";

/** The wall clock that a number cell shows, if it is shown as a date or a date with time. */
function wallOf({ content, format }: GridCell): number | null {
  if (content.kind !== "number" || (format !== "date" && format !== "datetime")) return null;
  return wallOfSerial(content.number);
}

/** What a cell says in a field of texts. */
type Said = { readonly text: string } | { readonly reason: string };

function textIn(cell: GridCell): Said {
  const { content } = cell;
  switch (content.kind) {
    case "text":
      return { text: content.text };
    case "boolean":
      return { text: content.value ? "TRUE" : "FALSE" };
    case "number":
      return isTime(cell) ? timeIn(cell, content.number) : numberIn(content);
    default:
      return { reason: "the cell holds no text" };
  }
}

function timeIn(cell: GridCell, serial: number): Said {
  if (cell.format === "duration") {
    const elapsed = elapsedOfSerial(serial);
    return elapsed === null ? { reason: "the cell holds a time beyond measure" } : { text: elapsed };
  }
  if (cell.format === "time") {
    const clock = clockOfSerial(serial);
    return clock === null
      ? { reason: "the cell holds days besides the time that it shows" }
      : { text: clock };
  }
  const wall = wallOf(cell);
  if (wall === null) return { reason: "the cell holds a time beyond the calendar" };
  return { text: wall % 86_400_000 === 0 ? dateOfWall(wall) : localOfWall(wall) };
}

function numberIn({ number, text = decimalOfDouble(number) }: Extract<Content, { kind: "number" }>): Said {
  return text === null
    ? { reason: "the cell shows a number with something besides it, such as a currency" }
    : { text };
}

function decodeText(cell: GridCell): Decoded {
  const said = textIn(cell);
  return "text" in said ? value(said.text) : unreadable(said.reason);
}

function decodeMembers(cell: GridCell): Decoded {
  const said = textIn(cell);
  if ("reason" in said) return unreadable(said.reason);
  const members = said.text.split(",").map((member) => member.trim());
  const set = [...new Set(members)].filter((member) => member !== "").sort();
  return value(set.length === 0 ? null : set);
}

function decodeDecimal(type: "number" | "integer", cell: GridCell, region: Region): Decoded {
  if (isTime(cell)) return unreadable("the cell holds a date or time, not a number");
  const { content } = cell;
  let decimal: string | null = null;
  if (content.kind === "number") decimal = decimalOfDouble(content.number);
  if (content.kind === "text") {
    decimal = decimalOf(content.text.trim());
    // Numbers of our own stand as text only where no double holds them.
    if (decimal && content.text.includes(".") && !hasDecimalPoint(region) && exactDouble(decimal) !== null) {
      return unreadable("the cell holds a number as text whose point may group its digits");
    }
  }
  if (decimal === null) return unreadable("the cell holds no number");
  if (type === "integer" && decimal.includes(".")) return unreadable("the cell holds no whole number");
  return value(decimal);
}

function decodeBoolean({ content }: GridCell): Decoded {
  if (content.kind === "boolean") return value(content.value);
  const word = content.kind === "text" ? content.text.trim().toUpperCase() : "";
  if (word === "TRUE" || word === "FALSE") return value(word === "TRUE");
  return unreadable("the cell is neither TRUE nor FALSE");
}

function decodeDate(cell: GridCell): Decoded {
  const wall = cell.content.kind === "text" ? wallOfDate(cell.content.text.trim()) : wallOf(cell);
  if (wall === null) return unreadable("the cell holds no date");
  if (wall % 86_400_000 !== 0) return unreadable("the cell holds a time of day besides the date");
  return value(dateOfWall(wall));
}

const LOCAL = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/;
const INSTANT = /^(\S+?)(?:Z|([+-])(\d\d):?(\d\d))$/;

/** Canonical local date-time with up to six digits of fraction; null if the text is not one. */
function localOf(text: string): { readonly seconds: number; readonly fraction: string } | null {
  const match = LOCAL.exec(text);
  const seconds = match ? wallOfLocal(`${match[1]}T${match[2]}`) : null;
  return seconds === null ? null : { seconds, fraction: (match?.[3] ?? "").replace(/0+$/, "") };
}

const withFraction = (seconds: number, fraction: string): string =>
  fraction === "" ? localOfWall(seconds) : `${localOfWall(seconds)}.${fraction}`;

function decodeLocal(cell: GridCell): Decoded {
  if (cell.content.kind === "text") {
    const local = localOf(cell.content.text.trim());
    if (local !== null) return value(withFraction(local.seconds, local.fraction));
  }
  const wall = wallOf(cell);
  return wall === null ? unreadable("the cell holds no date with time") : value(localOfWall(wall));
}

function decodeInstant(cell: GridCell, { timeZone }: Region): Decoded {
  if (cell.content.kind === "text") {
    const match = INSTANT.exec(cell.content.text.trim());
    const local = match ? localOf(match[1] ?? "") : null;
    if (!match || local === null) return unreadable("the cell holds no date with time and zone");
    const minutes = Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
    const seconds = local.seconds - (match[2] === "-" ? -1 : 1) * minutes * 60_000;
    const year = new Date(seconds).getUTCFullYear();
    if (year < 0 || year > 9_999) return unreadable("the cell holds a time beyond the calendar");
    return value(`${withFraction(seconds, local.fraction)}Z`);
  }
  const wall = wallOf(cell);
  if (wall === null) return unreadable("the cell holds no date with time");
  const instant = instantOfWall(wall, timeZone);
  return instant === null
    ? unreadable("the spreadsheet's time zone has no such time, or is not known")
    : value(`${localOfWall(instant)}Z`);
}

function decodeJson(cell: GridCell): Decoded {
  const { content } = cell;
  if (isTime(cell)) return unreadable("the cell holds a date or time, not JSON");
  try {
    const parsed: unknown =
      content.kind === "number"
        ? content.number
        : content.kind === "boolean"
          ? content.value
          : parse(content);
    return value(canonicalize(parsed) ?? null);
  } catch {
    return unreadable("the cell holds no JSON");
  }
}

function parse(content: GridCell["content"]): unknown {
  if (content.kind !== "text") throw new SyntaxError("not text");
  return JSON.parse(content.text);
}
