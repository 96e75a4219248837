import { z } from "zod";
import { cursorInput, pageOf } from "../cursor";
import { operation } from "../operation";
import { cellValue } from "./rows";

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

export const conflictViews = { Conflict: conflict };

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
