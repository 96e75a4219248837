import type { NativeForms } from "../native-forms";

/** How the cells of a column are shown and entered; see `column-format.ts`. */
export const NATIVE_FORMS: NativeForms = {
  text: ["plain text"],
  number: ["number", "amount"],
  integer: ["whole number"],
  boolean: ["checkbox"],
  date: ["date"],
  datetime: ["date time"],
  "local-datetime": ["date time"],
  select: ["dropdown"],
  "multi-select": ["plain text"],
  json: ["plain text"],
  relation: ["plain text"],
};
