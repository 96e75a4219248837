import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { normaliseNumber } from "@/lib/engine/canonical";
import { decimalOfDouble } from "./decimal";

/** What a number format makes of a number; `plain` is everything that is no time, `none` no format at all. */
export type FormatClass = "date" | "datetime" | "time" | "duration" | "plain" | "none";

/** How a section of a pattern shows a number: as digits, per hundred, as a code, otherwise. */
type Notation = "digits" | "percent" | "other" | Code;

/** So many digits, with zeros before, and what stands around them as it is. */
interface Code {
  readonly before: string;
  readonly width: number;
  readonly after: string;
}

/** What a format says (https://developers.google.com/workspace/sheets/api/guides/formats). */
export interface NumberFormat {
  readonly class: FormatClass;
  /** The notations of numbers above, below and at zero. */
  readonly notations: readonly [Notation, Notation, Notation];
}

const NO_FORMAT: NumberFormat = { class: "none", notations: ["digits", "digits", "digits"] };

/** A sheet has few formats and many cells. */
const known = new Map<string, NumberFormat>();

export function numberFormatOf(format: sheets_v4.Schema$NumberFormat | undefined): NumberFormat {
  if (format === undefined) return NO_FORMAT;
  const { type, pattern } = format;
  const name = `${type} ${pattern}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  const parsed = { class: classOf(type ?? "", pattern ?? ""), notations: notationsOf(type, pattern ?? "") };
  if (known.size < 1_000 && name.length < 1_000) known.set(name, parsed);
  return parsed;
}

/** By Google's own type; an elapsed time, for which Google has none, and a time behind another type by the pattern. */
function classOf(type: string, pattern: string): FormatClass {
  const tokens = pattern.replace(/"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|E[+-]|General/gi, "");
  if (/\[(h+|m+|s+)\]/i.test(tokens)) return "duration";
  if (type === "DATE") return "date";
  if (type === "DATE_TIME") return "datetime";
  if (type === "TIME") return "time";
  const [day, clock] = [/[yd]/i.test(tokens), /[hs]/i.test(tokens)];
  if (day) return clock ? "datetime" : "date";
  if (clock) return "time";
  return (type === "" || type === "NUMBER_FORMAT_TYPE_UNSPECIFIED") && pattern === "" ? "none" : "plain";
}

function notationsOf(type: string | null | undefined, pattern: string): NumberFormat["notations"] {
  if (type === "TEXT") return NO_FORMAT.notations;
  if (pattern === "") {
    const notation = type === "CURRENCY" ? "other" : type === "PERCENT" ? "percent" : "digits";
    return [notation, notation, notation];
  }
  const [above = "", below, zero] = sectionsOf(pattern);
  const positive = notationOf(above);
  return [
    positive,
    // A section of its own writes the sign itself.
    below === undefined ? positive : notationOf(below.replace(/^-(.*)$|^\((.*)\)$/, "$1$2")),
    zero === undefined ? positive : notationOf(zero),
  ];
}

const COLOUR = /^\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]$/i;

/** The parts for numbers above, below and at zero, without colours and spacing. */
function sectionsOf(pattern: string): readonly string[] {
  const sections: string[] = [];
  let section = "";
  for (const token of pattern.match(/"[^"]*"|\\.|[_*].|\[[^\]]*\]|./gs) ?? []) {
    if (token === ";") {
      sections.push(section);
      section = "";
    } else if (!/^[_*]./.test(token) && !COLOUR.test(token)) section += token;
  }
  return [...sections, section];
}

/** Digits with or without groups, decimals and a power of ten; a comma behind the last digit divides by 1,000. */
const DIGITS = /^(?:[#?][#?,]*)?[0#?](?:\.[0#?]+)?(?:E[+-]0+)?$/i;

const CODE = /^((?:"[^"]*"|\\.)*)(0+)((?:"[^"]*"|\\.)*)$/;

function notationOf(section: string): Notation {
  if (DIGITS.test(section) || section === "General" || section === "@") return "digits";
  if (section.endsWith("%") && DIGITS.test(section.slice(0, -1).trimEnd())) return "percent";
  const [, before, zeros, after] = CODE.exec(section) ?? [];
  return zeros === undefined
    ? "other"
    : { before: literal(before), width: zeros.length, after: literal(after) };
}

const literal = (text = ""): string => text.replace(/"([^"]*)"|\\(.)/g, "$1$2");

/**
 * What a number reads as in a text where its format makes more of it than its digits: leading zeros, a percentage.
 * Undefined = its digits say it (grouped, rounded or in powers of ten, it is the same number). Null = they do not, as
 * with a currency, a unit or a fraction.
 */
export function textOfNumber(number: number, format: NumberFormat): string | null | undefined {
  if (format.class !== "plain") return undefined;
  const { notations } = format;
  const notation = notations[number > 0 ? 0 : number < 0 ? 1 : 2];
  if (notation === "digits") return undefined;
  if (notation === "other") return null;
  if (notation === "percent") {
    const hundred = normaliseNumber(`${decimalOfDouble(number)}e2`);
    return hundred === null ? null : `${hundred}%`;
  }
  const { before, width, after } = notation;
  const isWhole = Number.isSafeInteger(number) && number >= 0;
  return isWhole ? `${before}${String(number).padStart(width, "0")}${after}` : null;
}
