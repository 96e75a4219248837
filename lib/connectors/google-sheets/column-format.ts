import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import type { FieldType } from "@/lib/engine/value";
import type { NewField } from "../new-place";
import { HEADER_ROW } from "./header";
import { NATIVE_FORMS } from "./native-forms";

type Request = sheets_v4.Schema$Request;

/** A number without a format shows its digits as they are; with one of these it still reads as the same number. */
const NUMBER_FORMATS: Readonly<Record<string, sheets_v4.Schema$NumberFormat>> = {
  "plain text": { type: "TEXT", pattern: "@" },
  // What is typed as 2026-03 stays an option and becomes no date.
  dropdown: { type: "TEXT", pattern: "@" },
  amount: { type: "NUMBER", pattern: "#,##0.00" },
  "whole number": { type: "NUMBER", pattern: "0" },
  date: { type: "DATE", pattern: "yyyy-mm-dd" },
  "date time": { type: "DATE_TIME", pattern: "yyyy-mm-dd hh:mm:ss" },
};

export const formOf = ({ native, type }: NewField): string => native ?? NATIVE_FORMS[type][0];

/** What makes one column of a new place: a bold header, and the format and choices of the cells below. */
export function columnRequests(field: NewField, sheetId: number, column: number): Request[] {
  const below = {
    sheetId,
    startRowIndex: HEADER_ROW + 1,
    startColumnIndex: column,
    endColumnIndex: column + 1,
  };
  const numberFormat = NUMBER_FORMATS[formOf(field)];
  const rule = ruleOf(field);
  return [
    {
      updateCells: {
        start: { sheetId, rowIndex: HEADER_ROW, columnIndex: column },
        rows: [
          {
            values: [
              {
                userEnteredValue: { stringValue: field.name },
                userEnteredFormat: { textFormat: { bold: true } },
              },
            ],
          },
        ],
        fields: "userEnteredValue,userEnteredFormat.textFormat.bold",
      },
    },
    ...(numberFormat
      ? [
          {
            repeatCell: {
              range: below,
              cell: { userEnteredFormat: { numberFormat } },
              fields: "userEnteredFormat.numberFormat",
            },
          },
        ]
      : []),
    ...(rule ? [{ setDataValidation: { range: below, rule } }] : []),
  ];
}

/** Not strict: an option that another side brings is shown with a warning and never refused by the sheet. */
function ruleOf({ type, options, ...field }: NewField): sheets_v4.Schema$DataValidationRule | null {
  const form = formOf({ type, options, ...field });
  if (form === "checkbox") return { condition: { type: "BOOLEAN" } };
  if (form !== "dropdown" || options.length === 0) return null;
  const values = options.map((userEnteredValue) => ({ userEnteredValue }));
  return { condition: { type: "ONE_OF_LIST", values }, showCustomUi: true };
}

/** What an empty column is meant for. */
export interface Entered {
  readonly type: FieldType;
  readonly options: readonly string[] | null;
}

/** What people are to enter into an empty column, by its first cell; null where nothing says so. */
export function enteredAs({ dataValidation, ...cell }: sheets_v4.Schema$CellData): Entered | null {
  const { type: rule, values } = dataValidation?.condition ?? {};
  if (rule === "BOOLEAN") return { type: "boolean", options: null };
  if (rule === "ONE_OF_LIST")
    return { type: "select", options: (values ?? []).flatMap(({ userEnteredValue: name }) => name ?? []) };
  const { type, pattern } = cell.userEnteredFormat?.numberFormat ?? {};
  switch (type) {
    case "DATE":
      return { type: "date", options: null };
    case "DATE_TIME":
      return { type: "datetime", options: null };
    case "NUMBER":
      return { type: pattern === "0" ? "integer" : "number", options: null };
    default:
      return null;
  }
}
