import type { ExtendedValue, NumberFormat } from "./cell-value";
import type { LocaleRules } from "./locale";

/** What typing a text into a cell makes of it. `format` is set when the text implies one. */
export interface Entry {
  readonly value: ExtendedValue | undefined;
  readonly format?: NumberFormat;
}

/**
 * Reads text as the product's own cell editor would: formulas, booleans, numbers, percents, currency, dates and
 * times become typed values; "007" becomes 7. A cell formatted as text keeps what was typed.
 */
export function parseEntry(text: string, rules: LocaleRules, current?: NumberFormat): Entry {
  if (text === "") return { value: undefined };
  if (text.startsWith("'")) return { value: { stringValue: text.slice(1) } };
  if (current?.type === "TEXT") return { value: { stringValue: text } };
  if (text.startsWith("=") && text.length > 1) return { value: { formulaValue: text } };
  const trimmed = text.trim();
  const upper = trimmed.toUpperCase();
  if (upper === "TRUE" || upper === rules.yes) return { value: { boolValue: true } };
  if (upper === "FALSE" || upper === rules.no) return { value: { boolValue: false } };
  return numeric(trimmed, rules) ?? moment(trimmed, rules) ?? { value: { stringValue: text } };
}

const escaped = (text: string): string => text.replace(/[.\\]/g, "\\$&");

const CURRENCY = /^([+-]?)\s*([$€£])\s*|\s*([$€£])$/;

function numeric(text: string, rules: LocaleRules): Entry | undefined {
  const negative = /^\(.*\)$/.test(text);
  let body = negative ? text.slice(1, -1) : text;
  const currency = CURRENCY.exec(body);
  if (currency !== null) body = body.replace(CURRENCY, "$1");
  const percent = body.endsWith("%");
  if (percent) body = body.slice(0, -1).trimEnd();
  if (rules.thousands === "\u202f") body = body.replace(/(?<=\d)[ \u00a0](?=\d{3})/g, rules.thousands);
  const [decimal, thousands] = [escaped(rules.decimal), escaped(rules.thousands)];
  const number = new RegExp(
    `^[+-]?(\\d+|\\d{1,3}(?:${thousands}\\d{3})+)?(?:${decimal}(\\d*))?(e[+-]?\\d+)?$`,
    "i",
  );
  const match = number.exec(body);
  if (match === null || (match[1] === undefined && !match[2])) return undefined;
  const plain = body.replaceAll(rules.thousands, "").replace(rules.decimal, ".");
  const value = Number(plain) * (negative ? -1 : 1);
  if (!Number.isFinite(value)) return undefined;
  const grouped = match[1]?.includes(rules.thousands) === true;
  return entryOf(value, {
    currency: currency !== null,
    percent,
    grouped,
    decimals: match[2]?.length ?? 0,
    rules,
  });
}

interface Seen {
  readonly currency: boolean;
  readonly percent: boolean;
  readonly grouped: boolean;
  readonly decimals: number;
  readonly rules: LocaleRules;
}

function entryOf(value: number, seen: Seen): Entry {
  if (seen.percent)
    return {
      // Divided through text, or 12.3 % would become 0.12300000000000001.
      value: { numberValue: Number(`${value}e-2`) },
      format: { type: "PERCENT", pattern: seen.decimals > 0 ? "0.00%" : "0%" },
    };
  const numberValue = value;
  if (seen.currency)
    return {
      value: { numberValue },
      format: { type: "CURRENCY", pattern: seen.rules.patterns.CURRENCY ?? "" },
    };
  if (seen.grouped)
    return {
      value: { numberValue },
      format: { type: "NUMBER", pattern: seen.decimals > 0 ? "#,##0.00" : "#,##0" },
    };
  return { value: { numberValue } };
}

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?\s*(am|pm)?$/i;

function moment(text: string, rules: LocaleRules): Entry | undefined {
  const time = timeOf(text);
  if (time !== undefined)
    return { value: { numberValue: time }, format: { type: "TIME", pattern: rules.patterns.TIME ?? "" } };
  const day = dateOf(text, rules);
  if (day !== undefined)
    return {
      value: { numberValue: day },
      format: { type: "DATE", pattern: /^\d{4}-/.test(text) ? "yyyy-mm-dd" : (rules.patterns.DATE ?? "") },
    };
  const cut = /^(.+?)(?:\s+|T)(\d{1,2}:\d{2}.*)$/.exec(text);
  if (cut === null) return undefined;
  const [date, clock] = [dateOf(cut[1] ?? "", rules), timeOf(cut[2] ?? "")];
  if (date === undefined || clock === undefined) return undefined;
  const pattern = /^\d{4}-/.test(text) ? "yyyy-mm-dd h:mm:ss" : (rules.patterns.DATE_TIME ?? "");
  return { value: { numberValue: date + clock }, format: { type: "DATE_TIME", pattern } };
}

function timeOf(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, hour = "0", minute = "0", second = "0", fraction = "", half] = match;
  let hours = Number(hour);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
  }
  if (Number(minute) > 59 || Number(second) > 59) return undefined;
  return (hours * 3600 + Number(minute) * 60 + Number(second) + Number(fraction || 0)) / 86_400;
}

function dateOf(text: string, rules: LocaleRules): number | undefined {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (iso !== null) return serialOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const separators = `[${rules.dateSeparators.replace("-", "\\-")}]`;
  const local = new RegExp(`^(\\d{1,2})${separators}(\\d{1,2})${separators}(\\d{4}|\\d{2})$`).exec(text);
  if (local !== null) {
    const [a, b, year] = [Number(local[1]), Number(local[2]), fullYear(local[3] ?? "")];
    return rules.dateOrder === "mdy" ? serialOf(year, a, b) : serialOf(year, b, a);
  }
  return namedDate(text, rules);
}

function namedDate(text: string, rules: LocaleRules): number | undefined {
  const monthOf = (name: string): number =>
    rules.months.findIndex(
      (month) => name.length >= 3 && month.toLowerCase().startsWith(name.toLowerCase()),
    ) + 1;
  const monthFirst = /^(\p{L}+)\.?\s+(\d{1,2}),?\s+(\d{4})$/u.exec(text);
  if (monthFirst !== null && monthOf(monthFirst[1] ?? "") > 0)
    return serialOf(Number(monthFirst[3]), monthOf(monthFirst[1] ?? ""), Number(monthFirst[2]));
  const dayFirst = /^(\d{1,2})\.?[\s-]+(\p{L}+)\.?[\s-]+(\d{4})$/u.exec(text);
  if (dayFirst !== null && monthOf(dayFirst[2] ?? "") > 0)
    return serialOf(Number(dayFirst[3]), monthOf(dayFirst[2] ?? ""), Number(dayFirst[1]));
  return undefined;
}

const fullYear = (text: string): number =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) < 30 ? 2000 : 1900);

/** Days since 1899-12-30, or nothing when there is no such day. */
export function serialOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return Math.round((date.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000);
}
