import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { type FormatClass, type NumberFormat, numberFormatOf, textOfNumber } from "./number-format";

export type Content =
  | { readonly kind: "empty" }
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "number";
      readonly number: number;
      /** What it reads as in a text, where its digits do not say it (see `textOfNumber`). */
      readonly text?: string | null;
    }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "error"; readonly type: string };

/** A cell of the grid as it was read. */
export interface GridCell {
  readonly content: Content;
  readonly format: FormatClass;
  /** Whether its value comes from a formula: its own, or one that spills into it. */
  readonly computed: false | "formula" | "spilled";
  /** Its own, as it was entered. */
  readonly formula?: string;
}

export const EMPTY_CELL: GridCell = { content: { kind: "empty" }, format: "none", computed: false };

export function gridCellOf(data: sheets_v4.Schema$CellData): GridCell {
  const { userEnteredValue: entered, effectiveValue: value } = data;
  const format = numberFormatOf(data.effectiveFormat?.numberFormat ?? data.userEnteredFormat?.numberFormat);
  const content = contentOf(value, format);
  // A value that nobody entered, be it an empty text, was spilled there by an array formula elsewhere.
  const computed = entered
    ? typeof entered.formulaValue === "string" && "formula"
    : value
      ? "spilled"
      : false;
  if (content.kind === "empty" && format.class === "none" && !computed) return EMPTY_CELL;
  const formula = entered?.formulaValue;
  return { content, format: format.class, computed, ...(typeof formula === "string" && { formula }) };
}

function contentOf(value: sheets_v4.Schema$ExtendedValue | undefined, format: NumberFormat): Content {
  if (typeof value?.stringValue === "string") {
    return value.stringValue === "" ? { kind: "empty" } : { kind: "text", text: value.stringValue };
  }
  if (typeof value?.numberValue === "number") {
    const text = textOfNumber(value.numberValue, format);
    return { kind: "number", number: value.numberValue, ...(text !== undefined && { text }) };
  }
  if (typeof value?.boolValue === "boolean") return { kind: "boolean", value: value.boolValue };
  if (value?.errorValue)
    return { kind: "error", type: String(value.errorValue.type ?? "ERROR").slice(0, 40) };
  return { kind: "empty" };
}
