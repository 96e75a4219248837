import { arrayText } from "./array";
import { MAX_CELL_BYTES } from "./cell";
import { quoted } from "./identifiers";
import type { Column } from "./introspect";

const LONG: ReadonlySet<Column["kind"]> = new Set(["text", "varchar", "array", "json", "jsonb", "other"]);

/** The others of their kind are short. `inet` must be: its cast to text prints what the type itself leaves out. */
const LONG_FORMS: ReadonlySet<string> = new Set(["bytea", "bit", "varbit", "numrange", "xml"]);

/** Whether a value can exceed the limit: short varchars cannot, and are spared the test. */
export function isLong(column: Column): boolean {
  if (column.kind === "printed") return LONG_FORMS.has(column.base);
  const bounded = column.kind === "varchar" && column.modifier > 0 && column.modifier <= MAX_CELL_BYTES / 4;
  return LONG.has(column.kind) && !bounded;
}

export const lengthOf = (column: Column): string => `octet_length(${textOf(column)})`;

/** SQL of a column's value as text. */
export function textOf(column: Column): string {
  const name = `t.${quoted(column.name)}`;
  if (column.kind === "array") return arrayText(name);
  return column.base === "text" || column.base === "varchar" ? name : `${name}::text`;
}
