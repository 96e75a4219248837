import type { NumberFormat } from "./cell-value";
import type { LocaleRules } from "./locale";

const DATE_TYPES = new Set(["DATE", "TIME", "DATE_TIME"]);

/** Whether a number under this format is a serial date, time or duration. */
export function isDateFormat(format: NumberFormat | undefined): boolean {
  if (format === undefined) return false;
  if (DATE_TYPES.has(format.type)) return true;
  return format.pattern !== undefined && DATE_TOKEN.test(unquoted(format.pattern));
}

/** The text Sheets would show for a number under a format, in the spreadsheet's locale. */
export function formatNumber(value: number, format: NumberFormat | undefined, rules: LocaleRules): string {
  const pattern = format?.pattern || (format === undefined ? undefined : rules.patterns[format.type]);
  if (pattern === undefined || format?.type === "TEXT" || pattern === "General" || pattern === "@")
    return general(value, rules);
  const { section, shown } = sectionFor(pattern, value);
  if (section === undefined) return general(value, rules);
  return section.isDate ? formatDate(shown, section.text, rules) : formatDigits(shown, section.text, rules);
}

/** No format: up to ten decimals, scientific from 1e15 on. */
export function general(value: number, rules: LocaleRules): string {
  const size = Math.abs(value);
  const text =
    size !== 0 && (size >= 1e15 || size < 1e-9)
      ? scientific(value, 5)
      : String(Number(size >= 1e5 ? value.toPrecision(15) : value.toFixed(10)));
  return text.replace(".", rules.decimal);
}

const DATE_TOKEN = /[ymdhs]/i;

const unquoted = (pattern: string): string => pattern.replace(/"[^"]*"|\\.|\[\$[^\]]*\]|E[+-]/g, "");

function scientific(value: number, decimals: number): string {
  const [mantissa = "0", exponent = "0"] = value.toExponential(decimals).split("e");
  const power = Number(exponent);
  const digits = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return `${digits}E${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

interface Section {
  readonly text: string;
  readonly isDate: boolean;
}

const sections = new Map<string, readonly Section[]>();

function sectionsOf(pattern: string): readonly Section[] {
  const known = sections.get(pattern);
  if (known !== undefined) return known;
  const made = splitSections(pattern).map((text) => ({ text, isDate: DATE_TOKEN.test(unquoted(text)) }));
  sections.set(pattern, made);
  return made;
}

function sectionFor(pattern: string, value: number): { section: Section | undefined; shown: number } {
  const [positive, negative, zero] = sectionsOf(pattern);
  if (value < 0 && negative !== undefined) return { section: negative, shown: -value };
  if (value === 0 && zero !== undefined) return { section: zero, shown: 0 };
  return { section: positive, shown: value };
}

function splitSections(pattern: string): string[] {
  const sections = [""];
  let quoted = false;
  for (const letter of pattern) {
    if (letter === '"') quoted = !quoted;
    if (letter === ";" && !quoted) sections.push("");
    else sections[sections.length - 1] += letter;
  }
  return sections;
}

/** Literals kept apart from the run of digit placeholders; one run per section is enough for real patterns. */
function formatDigits(value: number, section: string, rules: LocaleRules): string {
  const parts = /^((?:"[^"]*"|\\.|\[[^\]]*\]|[^0#?.,"])*)([0#?.,]*)(E[+-]0+)?(.*)$/s.exec(section);
  if (parts === null) return general(value, rules);
  const [, before = "", digits = "", exponent, after = ""] = parts;
  const percent = unquoted(section).includes("%");
  const scaled = percent ? value * 100 : value;
  const sign = scaled < 0 ? "-" : "";
  if (digits === "" && exponent === undefined) return sign + literal(before) + literal(after);
  const text =
    exponent === undefined
      ? placeDigits(Math.abs(scaled), digits, rules)
      : padded(Math.abs(scaled), digits).replace(".", rules.decimal);
  return sign + literal(before) + text + literal(after);
}

function padded(size: number, digits: string): string {
  const decimals = (digits.split(".")[1] ?? "").length;
  const [mantissa = "0", exponent = "0"] = size.toExponential(decimals).split("e");
  const power = Number(exponent);
  return `${mantissa}E${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

function placeDigits(size: number, digits: string, rules: LocaleRules): string {
  const [whole = "", fraction = ""] = digits.split(".");
  const most = fraction.replace(/[^0#?]/g, "").length;
  const least = fraction.replace(/[^0]/g, "").length;
  let [left = "0", right = ""] = size.toFixed(Math.min(most, 20)).split(".");
  while (right.length > least && right.endsWith("0")) right = right.slice(0, -1);
  left = left.padStart(whole.replace(/[^0]/g, "").length, "0");
  if (left === "0" && !whole.includes("0")) left = "";
  if (whole.includes(",")) left = left.replace(/\B(?=(\d{3})+(?!\d))/g, rules.thousands);
  return right === "" ? left : `${left}${rules.decimal}${right}`;
}

const literal = (text: string): string =>
  text
    .replace(/\[\$([^\]-]*)[^\]]*\]/g, "$1")
    .replace(/\[[^\]]*\]/g, "")
    .replace(/"([^"]*)"/g, "$1")
    .replace(/\\(.)/g, "$1")
    .replace(/_./g, " ")
    .replace(/\*./g, "");

const DATE_TOKENS =
  /"[^"]*"|\\.|\[\$[^\]]*\]|\[h+\]|\[m+\]|\[s+\]|AM\/PM|am\/pm|A\/P|y+|M+|m+|d+|D+|h+|H+|s+|\.0+|./gs;

interface DateToken {
  readonly text: string;
  readonly minutes: boolean;
}

interface DatePattern {
  readonly tokens: readonly DateToken[];
  readonly twelve: boolean;
}

// A sheet shows the same few patterns in thousands of cells.
const datePatterns = new Map<string, DatePattern>();

function datePattern(section: string): DatePattern {
  const known = datePatterns.get(section);
  if (known !== undefined) return known;
  const texts = section.match(DATE_TOKENS) ?? [];
  const made = {
    tokens: texts.map((text, index) => ({ text, minutes: isMinutes(texts, index) })),
    twelve: /AM\/PM|A\/P/i.test(unquoted(section)),
  };
  datePatterns.set(section, made);
  return made;
}

function formatDate(serial: number, section: string, rules: LocaleRules): string {
  const { tokens, twelve } = datePattern(section);
  // Rounded to the millisecond first, so that 0.99999 of a second does not show as the second before.
  const ms = Math.round(serial * 86_400_000);
  const moment = new Date(Date.UTC(1899, 11, 30) + ms);
  let text = "";
  for (const token of tokens)
    text += dateToken(token.text, { ms, moment, twelve, rules, minutes: token.minutes });
  return text;
}

interface DateContext {
  readonly ms: number;
  readonly moment: Date;
  readonly twelve: boolean;
  readonly minutes: boolean;
  readonly rules: LocaleRules;
}

// "m" after hours or before seconds means minutes, elsewhere the month.
function isMinutes(tokens: readonly string[], index: number): boolean {
  if (!/^m+$/i.test(tokens[index] ?? "")) return false;
  const neighbours = (step: 1 | -1): string => {
    for (let at = index + step; at >= 0 && at < tokens.length; at += step)
      if (/^\[?[ymdhs]/i.test(tokens[at] ?? "")) return tokens[at] ?? "";
    return "";
  };
  return /^\[?h/i.test(neighbours(-1)) || /^\[?s/i.test(neighbours(1));
}

function dateToken(token: string, context: DateContext): string {
  const { moment, rules, ms } = context;
  const pad = (value: number): string => String(value).padStart(token.length, "0");
  if (!/^[[ymdhsa."\\]/i.test(token)) return token;
  if (/^\[h+\]$/i.test(token)) return String(Math.floor(ms / 3_600_000)).padStart(token.length - 2, "0");
  if (/^\[m+\]$/i.test(token)) return String(Math.floor(ms / 60_000)).padStart(token.length - 2, "0");
  if (/^\[s+\]$/i.test(token)) return String(Math.floor(ms / 1000)).padStart(token.length - 2, "0");
  if (/^["\\[]/.test(token)) return literal(token);
  if (/^am\/pm$/i.test(token)) return moment.getUTCHours() < 12 ? "AM" : "PM";
  if (/^a\/p$/i.test(token)) return moment.getUTCHours() < 12 ? "A" : "P";
  if (/^y+$/i.test(token))
    return token.length <= 2
      ? String(moment.getUTCFullYear() % 100).padStart(2, "0")
      : String(moment.getUTCFullYear()).padStart(4, "0");
  if (/^m+$/i.test(token)) {
    if (context.minutes) return pad(moment.getUTCMinutes());
    const name = rules.months[moment.getUTCMonth()] ?? "";
    if (token.length === 3) return name.slice(0, 3);
    return token.length > 3 ? name : pad(moment.getUTCMonth() + 1);
  }
  if (/^d+$/i.test(token)) {
    const name = rules.days[moment.getUTCDay()] ?? "";
    if (token.length === 3) return name.slice(0, 3);
    return token.length > 3 ? name : pad(moment.getUTCDate());
  }
  if (/^h+$/i.test(token)) {
    const hours = moment.getUTCHours();
    return pad(context.twelve ? hours % 12 || 12 : hours);
  }
  if (/^s+$/i.test(token)) return pad(moment.getUTCSeconds());
  if (/^\.0+$/.test(token))
    return (
      rules.decimal +
      String(moment.getUTCMilliseconds())
        .padStart(3, "0")
        .slice(0, token.length - 1)
    );
  return token;
}
