import type { NativeForms } from "../native-forms";

/**
 * Types of columns, as `format_type` prints them. Options are text and no enum: an enum takes a new option from its
 * owner alone, and every other side could then send one that the table refuses. A relation has the type of the key that it
 * points at, and is text where that is.
 */
export const NATIVE_FORMS: NativeForms = {
  text: ["text", "uuid"],
  number: ["numeric", "numeric(14,2)", "double precision"],
  integer: ["bigint", "integer"],
  boolean: ["boolean"],
  date: ["date"],
  datetime: ["timestamp with time zone"],
  "local-datetime": ["timestamp without time zone"],
  select: ["text"],
  "multi-select": ["text[]"],
  json: ["jsonb"],
  relation: ["text"],
};
