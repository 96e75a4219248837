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

const conflict = z.object({
  id: z.string(),
  runId: z.string(),
  rowId: z.string(),
  key: z.array(z.string()),
  kind: z.string(),
  field: z.string().nullable(),
  base: cellValue.describe("What all sides agreed on before"),
  candidates: z.array(z.object({ side: z.string(), value: cellValue })),
  winner: cellValue,
  resolved: z.boolean(),
  decidedBy: z.string(),
  at: z.iso.datetime(),
});

const issueGroup = z.object({
  side: z.string(),
  field: z.string().nullable(),
  reason: z.string(),
  message: z.string(),
  rows: z.int(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  subjects: z.array(z.string()).describe("The first few rows concerned"),
});

export const rowViews = { CellValue: cellValue, Row: row, Conflict: conflict, IssueGroup: issueGroup };

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

export const listConflictsOperation = operation({
  id: "listConflicts",
  method: "GET",
  path: "/registries/{id}/conflicts",
  summary: "Conflicts with every side's value, those that wait for a person first",
  scope: "read",
  query: z.strictObject({ cursor: cursorInput }),
  answer: pageOf(conflict),
  status: 200,
});

export const listIssuesOperation = operation({
  id: "listIssues",
  method: "GET",
  path: "/registries/{id}/issues",
  summary: "Open issues grouped by cause, the most frequent first",
  scope: "read",
  answer: pageOf(issueGroup),
  status: 200,
});
