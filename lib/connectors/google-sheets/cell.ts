import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";

/** What a number format makes of a number; `plain` is everything that is no time. */
export type FormatClass = "date" | "datetime" | "time" | "plain" | "none";

export type Content =
  | { readonly kind: "empty" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "error"; readonly type: string };

/** A cell of the grid as it was read. */
export interface GridCell {
  readonly content: Content;
  readonly format: FormatClass;
  /** Its value comes from a formula: its own, or one that spills into it. */
  readonly computed: boolean;
}

export const EMPTY_CELL: GridCell = { content: { kind: "empty" }, format: "none", computed: false };

export function gridCellOf(data: sheets_v4.Schema$CellData): GridCell {
  const content = contentOf(data.effectiveValue);
  const type = data.userEnteredFormat?.numberFormat?.type ?? data.effectiveFormat?.numberFormat?.type;
  const format = formatClassOf(type);
  const entered = data.userEnteredValue;
  const formula = typeof entered?.formulaValue === "string";
  // A value that nobody entered was spilled there by an array formula elsewhere.
  const spilled = content.kind !== "empty" && (entered === undefined || entered === null);
  if (content.kind === "empty" && format === "none" && !formula) return EMPTY_CELL;
  return { content, format, computed: formula || spilled };
}

function contentOf(value: sheets_v4.Schema$ExtendedValue | undefined): Content {
  if (typeof value?.stringValue === "string") {
    return value.stringValue === "" ? { kind: "empty" } : { kind: "text", text: value.stringValue };
  }
  if (typeof value?.numberValue === "number") return { kind: "number", number: value.numberValue };
  if (typeof value?.boolValue === "boolean") return { kind: "boolean", value: value.boolValue };
  if (value?.errorValue)
    return { kind: "error", type: String(value.errorValue.type ?? "ERROR").slice(0, 40) };
  return { kind: "empty" };
}

function formatClassOf(type: string | null | undefined): FormatClass {
  switch (type) {
    case undefined:
    case null:
    case "NUMBER_FORMAT_TYPE_UNSPECIFIED":
      return "none";
    case "DATE":
      return "date";
    case "DATE_TIME":
      return "datetime";
    case "TIME":
      return "time";
    default:
      return "plain";
  }
}
