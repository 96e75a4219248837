import type { NativeForms } from "../native-forms";

/** Types of properties. The place's title is one of its fields: see `schema-of-place.ts`. */
export const NATIVE_FORMS: NativeForms = {
  text: ["rich_text", "url", "email", "phone_number"],
  number: ["number"],
  integer: ["number"],
  boolean: ["checkbox"],
  date: ["date"],
  datetime: ["date"],
  "local-datetime": ["date"],
  select: ["select"],
  "multi-select": ["multi_select"],
  json: ["rich_text"],
  relation: ["relation"],
};
