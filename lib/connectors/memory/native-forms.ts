import type { NativeForms } from "../native-forms";

/** The store keeps canonical values. */
export const NATIVE_FORMS: NativeForms = {
  text: ["text"],
  number: ["number"],
  integer: ["integer"],
  boolean: ["boolean"],
  date: ["date"],
  datetime: ["datetime"],
  "local-datetime": ["local-datetime"],
  select: ["select"],
  "multi-select": ["multi-select"],
  json: ["json"],
  relation: ["relation"],
};
