type Value = null | boolean | string | readonly string[];

/** A canonical value as people read it; `null` and the empty text have words of their own in the screen. */
export function cellText(value: Value): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "string" ? value : value.join(", ");
}

/** A row's key as one text: `ACME-17`, `DE / 2024`. */
export const keyText = (key: readonly string[]): string => key.join(" / ");

/** What an issue is about: a row's key, or a record's own id where it has no key. */
export function subjectText(subject: string): string {
  if (!subject.startsWith("[")) return subject;
  try {
    const key: unknown = JSON.parse(subject);
    return Array.isArray(key) ? keyText(key.map(String)) : subject;
  } catch {
    return subject;
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
