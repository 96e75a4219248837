import { MONTHS } from "./moment";

type Value = null | boolean | string | readonly string[];

/** A canonical value as people read it; `null` and the empty text have words of their own in the screen. */
export function cellText(value: Value): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "string" ? instantText(value) : value.join(", ");
}

const INSTANT = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(\d{2}:\d{2}:\d{2}(?:\.\d+)?)Z$/;

/** An instant as `exactTime` has it, with all of its digits: two that differ look different. Any other text as it is. */
function instantText(text: string): string {
  const [, year, month, day, clock] = INSTANT.exec(text) ?? [];
  return clock ? `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}, ${clock} UTC` : text;
}

/** A row's key as one text: `ACME-17`, `DE / 2024`. */
export const keyText = (key: readonly string[]): string => key.join(" / ");

export const NO_KEY = "Row without a key";

const UUID = /^([0-9a-f]{8})-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** What an issue is about: a row's key, or the record where it has none, by what a person can tell it by. */
export function subjectText(subject: string): string {
  const record = UUID.exec(subject)?.[1];
  if (record) return `${NO_KEY} (record ${record})`;
  const key = subject.startsWith("[") ? partsOf(subject) : null;
  if (key === null) return subject || NO_KEY;
  return key.every(isEmpty)
    ? NO_KEY
    : keyText(key.map((part) => (isEmpty(part) ? "no value" : String(part))));
}

const isEmpty = (part: unknown): boolean => part === null || part === "";

function partsOf(text: string): readonly unknown[] | null {
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) ? parts : null;
  } catch {
    return null;
  }
}

const TYPES: Record<string, string> = {
  text: "Text",
  number: "Number",
  integer: "Whole number",
  boolean: "Yes or no",
  date: "Date",
  datetime: "Date and time",
  "local-datetime": "Local date and time",
  select: "Option",
  "multi-select": "Options",
  json: "JSON",
  relation: "Relation",
};

export const typeWord = (type: string): string => TYPES[type] ?? type;

/** Types whose values stand right-aligned. */
export const isNumeric = (type: string): boolean => type === "number" || type === "integer";

const DIRECTIONS: Record<string, string> = {
  both: "Read and written",
  in: "Read, never written",
  out: "Written, edits there are put back",
  off: "Not mapped",
};

export const directionWord = (direction: string): string => DIRECTIONS[direction] ?? direction;

const ACCESS: Record<string, { readonly word: string; readonly meaning: string }> = {
  both: { word: "May edit", meaning: "Edits on this side reach the others, and theirs reach it." },
  in: {
    word: "May edit, never written",
    meaning: "Edits on this side reach the others; nothing is written here.",
  },
  out: { word: "Put back", meaning: "Edits on this side are put back." },
  off: { word: "Not mapped", meaning: "The field does not exist on this side." },
};

/** Whether people on a side may edit a field there, by its direction. */
export const accessWord = (direction: string): { readonly word: string; readonly meaning: string } =>
  ACCESS[direction] ?? { word: direction, meaning: "" };
