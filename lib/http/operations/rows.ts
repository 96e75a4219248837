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

export const listRowsOperation = operation({
  id: "listRows",
  method: "GET",
  path: "/registries/{id}/rows",
  summary: "The merged rows by key",
  permission: "registry:read",
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

const rowDetail = z.object({
  id: z.string(),
  registryId: z.string(),
  key: z.array(z.string()),
  cells: z.record(z.string(), cellValue).nullable().describe("By field name; null = the row is deleted"),
  version: z.int(),
  updatedAt: z.iso.datetime(),
  inScope: z.boolean().describe("Within the registry's filter; outside it the row stands still"),
  sides: z.array(
    z.object({
      side: z.string(),
      holds: z.boolean(),
      equal: z.boolean(),
      differs: z
        .array(z.object({ field: z.string(), value: cellValue }))
        .describe("The cells that it is known to hold otherwise"),
    }),
  ),
});

const actor = z.object({ type: z.string(), ref: z.string() });
const cellChanges = z.array(z.object({ field: z.string(), before: cellValue, after: cellValue }));
const happened = { id: z.string(), at: z.iso.datetime() };

const lifeEvent = z.discriminatedUnion("kind", [
  z.object({
    ...happened,
    kind: z.literal("run"),
    runId: z.string(),
    runKind: z.string(),
    trigger: actor,
    decidedBy: z.object({ decision: z.string(), ref: z.string(), at: z.string() }).nullable(),
    change: z.string().describe("created, changed, deleted or unchanged: what became of the row"),
    version: z.int().nullable().describe("The version that it became; what a restore takes"),
    cells: cellChanges,
    writes: z
      .array(
        z.object({
          side: z.string(),
          op: z.string(),
          outcome: z.string(),
          reason: z.string().nullable(),
          cells: cellChanges,
        }),
      )
      .describe("What each side was told, and what came of it"),
  }),
  z.object({
    ...happened,
    kind: z.literal("conflict"),
    runId: z.string(),
    field: z.string().nullable().describe("Null = deleted on one side and edited on another"),
    base: cellValue,
    candidates: z.array(z.object({ side: z.string(), value: cellValue })),
    winner: cellValue,
    resolved: z.boolean(),
    decidedBy: z.string(),
  }),
  z.object({
    ...happened,
    kind: z.literal("issue"),
    side: z.string(),
    field: z.string().nullable(),
    reason: z.string(),
    message: z.string(),
    severity: z.string(),
    open: z.boolean(),
    times: z.int(),
    lastSeen: z.iso.datetime(),
  }),
  z.object({
    ...happened,
    kind: z.literal("order").describe("A person's order that the next run takes"),
    by: actor,
    cells: z.array(z.object({ field: z.string(), value: cellValue })),
  }),
]);

export const rowViews = { CellValue: cellValue, Row: row, RowDetail: rowDetail, LifeEvent: lifeEvent };

export const getRowOperation = operation({
  id: "getRow",
  method: "GET",
  path: "/rows/{id}",
  summary: "One row as it is, side by side; a deleted row too",
  permission: "registry:read",
  answer: rowDetail,
  status: 200,
});

export const listRowHistoryOperation = operation({
  id: "listRowHistory",
  method: "GET",
  path: "/rows/{id}/history",
  summary: "Everything that happened to a row over all its sides, the newest first",
  permission: "registry:read",
  query: z.strictObject({ cursor: cursorInput }),
  answer: pageOf(lifeEvent),
  status: 200,
});
