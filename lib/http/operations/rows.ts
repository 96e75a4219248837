import { z } from "zod";
import { cursorInput, pageOf } from "../cursor";
import { operation } from "../operation";

export const cellValue = z
  .union([z.null(), z.boolean(), z.string(), z.array(z.string())])
  .describe("Numbers and dates are text, exact; lists are sets; relations are the target rows' keys");

const row = z.object({
  id: z.string(),
  key: z.array(z.string()),
  cells: z.record(z.string(), cellValue).describe("By field name"),
  version: z.int(),
  updatedAt: z.iso.datetime(),
  equalOn: z.array(z.string()).describe("Sides that hold the row exactly so"),
});

export const rowViews = { CellValue: cellValue, Row: row };

export const listRowsOperation = operation({
  id: "listRows",
  method: "GET",
  path: "/registries/{id}/rows",
  summary: "The merged rows by key",
  scope: "read",
  query: z.strictObject({
    key: z
      .string()
      .max(8000)
      .nullable()
      .default(null)
      .describe("One row: its key's value, or a JSON array of the values of a key of several fields"),
    cursor: cursorInput,
  }),
  answer: pageOf(row),
  status: 200,
});
