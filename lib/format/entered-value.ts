type Value = null | boolean | string | readonly string[];

const isSet = (type: string): boolean => type === "multi-select" || type === "relation";

/** A value as a person edits it in one line. */
export function editableText(value: Value): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : value.join(", ");
}

/** What a person typed for a field of this type; nothing typed is no value. What is not of the type is refused later. */
export function enteredValue(type: string, text: string): null | boolean | string | string[] {
  const typed = text.trim();
  if (typed === "") return null;
  if (type === "text") return text;
  if (type === "boolean") return YES_NO.get(typed.toLowerCase()) ?? typed;
  if (!isSet(type)) return typed;
  return typed
    .split(",")
    .map((member) => member.trim())
    .filter((member) => member !== "");
}

const YES_NO = new Map([
  ["yes", true],
  ["true", true],
  ["no", false],
  ["false", false],
]);

const HINTS: Record<string, string> = {
  number: "A number, for example 12.5",
  integer: "A whole number",
  boolean: "yes or no",
  date: "YYYY-MM-DD",
  datetime: "2026-03-01T09:30:00Z",
  "local-datetime": "2026-03-01T09:30:00",
  "multi-select": "Options, with commas between",
  relation: "Keys of the related rows, with commas between",
  json: "JSON",
};

/** What to type. */
export const valueHint = (type: string): string => HINTS[type] ?? "Leave it empty for no value";
