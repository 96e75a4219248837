export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export type ErrorType =
  | "ERROR"
  | "NULL_VALUE"
  | "DIVIDE_BY_ZERO"
  | "VALUE"
  | "REF"
  | "NAME"
  | "NUM"
  | "N_A"
  | "LOADING";

/** What a cell holds, as Sheets' `ExtendedValue`: exactly one of the fields. */
export interface ExtendedValue {
  readonly numberValue?: number;
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly formulaValue?: string;
  readonly errorValue?: { readonly type: ErrorType; readonly message: string };
}

export interface NumberFormat {
  readonly type: string;
  readonly pattern?: string;
}

export type CellFormat = { readonly numberFormat?: NumberFormat } & { readonly [name: string]: unknown };

/** The stored part of a cell, under the names of Sheets' `CellData`. Never mutated: edits make a new one. */
export interface Cell {
  readonly userEnteredValue?: ExtendedValue;
  readonly userEnteredFormat?: CellFormat;
  readonly note?: string;
  readonly dataValidation?: JsonObject;
  readonly textFormatRuns?: Json;
  readonly chipRuns?: Json;
  readonly pivotTable?: Json;
  /** An error that the cell shows whatever it holds, until somebody writes to it. No field of the API. */
  readonly pinnedError?: ExtendedValue["errorValue"];
}

export const ERROR_TYPES: readonly ErrorType[] = [
  "ERROR",
  "NULL_VALUE",
  "DIVIDE_BY_ZERO",
  "VALUE",
  "REF",
  "NAME",
  "NUM",
  "N_A",
  "LOADING",
];

const ERROR_TEXT: Record<ErrorType, string> = {
  ERROR: "#ERROR!",
  NULL_VALUE: "#NULL!",
  DIVIDE_BY_ZERO: "#DIV/0!",
  VALUE: "#VALUE!",
  REF: "#REF!",
  NAME: "#NAME?",
  NUM: "#NUM!",
  N_A: "#N/A",
  LOADING: "Loading...",
};

export const errorText = (type: ErrorType): string => ERROR_TEXT[type];

export const errorValue = (type: ErrorType, message: string): ExtendedValue => ({
  errorValue: { type, message },
});

/** A cell without any field is no cell. */
export const orNothing = (cell: Cell): Cell | undefined => (Object.keys(cell).length > 0 ? cell : undefined);

/** The cell with its value replaced; `undefined` clears the value and leaves format, note and validation. */
export function withValue(cell: Cell | undefined, value: ExtendedValue | undefined): Cell | undefined {
  const { userEnteredValue: _, pinnedError: __, ...rest } = cell ?? {};
  return orNothing(value === undefined ? rest : { ...rest, userEnteredValue: value });
}
