import { z } from "zod";
import { approveRunInput, rejectRunInput } from "@/lib/services/runs/decide-run";
import { requestRunInput } from "@/lib/services/runs/request-run";
import { cursorInput, pageOf } from "../cursor";
import { operation } from "../operation";
import { cellValue } from "./rows";

const run = z.object({
  id: z.string(),
  syncId: z.string(),
  registryId: z.string(),
  kind: z.string(),
  status: z.string().describe("queued, running, held, done, done-with-issues, failed or stopped"),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  trigger: z.object({ type: z.string(), ref: z.string() }),
  planHash: z.string().nullable().describe("What an approval approves"),
  counts: z.object({
    read: z.record(z.string(), z.int()).describe("Rows read, by side"),
    byChanges: z
      .array(z.string())
      .describe("Sides that told only what had changed: what was read of them is no count of their rows"),
    create: z.int(),
    update: z.int(),
    delete: z.int(),
    conflict: z.int(),
    issue: z.int(),
    unchanged: z.int(),
    done: z.int().nullable().describe("Operations that sides have acknowledged; null = was not counted"),
    failed: z.int().nullable().describe("Operations that sides have not taken"),
    verified: z
      .int()
      .nullable()
      .describe("Rows that every side acknowledged as they are; null until verified"),
    rows: z.int().nullable(),
  }),
  perSide: z
    .record(
      z.string(),
      z.object({ create: z.int(), update: z.int(), delete: z.int(), failed: z.int(), done: z.int() }),
    )
    .describe("By side; filled where one run is asked for"),
  brakes: z.array(
    z.object({
      kind: z.string(),
      severity: z.string(),
      message: z.string(),
      sideId: z.string().nullable(),
      value: z.number().describe("What was counted"),
      limit: z.number().describe("The greatest count that would have passed"),
      total: z.number(),
    }),
  ),
  request: z
    .union([
      z.object({ kind: z.literal("put-back"), runId: z.string(), sides: z.array(z.string()) }),
      z.object({ kind: z.literal("undo"), runId: z.string() }),
      z.object({ kind: z.literal("restore-at"), at: z.string() }),
      z.object({ kind: z.literal("restore-row"), rowId: z.string(), version: z.int() }),
      z.object({ kind: z.literal("proposal") }),
    ])
    .nullable()
    .describe("What a restore, an undo or a preview of settings was asked to bring about"),
  expiresAt: z.iso.datetime().nullable().describe("When a held plan ends by itself"),
  decidedBy: z.object({ decision: z.string(), ref: z.string(), at: z.string() }).nullable(),
  phases: z.array(
    z.object({
      name: z.string(),
      startedAt: z.string(),
      finishedAt: z.string().nullable(),
      requests: z.number().describe("Calls to the connected systems"),
    }),
  ),
  error: z
    .object({ kind: z.string(), message: z.string(), remedy: z.string().nullable() })
    .nullable()
    .describe("Why it failed; of a run that is queued or running: the refused connection that it waits for"),
});

const why = z
  .enum(["edit-not-allowed"])
  .nullable()
  .describe("edit-not-allowed: what the side shows is put back, because it may not edit the field");

const change = z.object({
  rowId: z.string(),
  key: z.array(z.string()),
  side: z.string(),
  op: z.enum(["create", "update", "delete"]),
  cells: z.array(z.object({ field: z.string(), before: cellValue, after: cellValue, why })),
  outcome: z.string(),
  reason: z.string().nullable(),
  why: why.describe("Set where a cell's is"),
});

export const runViews = { Run: run, Change: change };

const pageQuery = z.strictObject({ cursor: cursorInput });

export const requestRunOperation = operation({
  id: "requestRun",
  method: "POST",
  path: "/registries/{id}/runs",
  summary: "Asks for a run; the same syncId answers with the same run",
  permission: "run:start",
  body: requestRunInput,
  answer: run,
  status: 202,
  location: ({ id }) => `/runs/${id}`,
  example: { kind: "dry-run", syncId: "0f9c7b5e-6f0e-4c38-9a0b-6b1f6d0d9e11" },
});

export const listRunsOperation = operation({
  id: "listRuns",
  method: "GET",
  path: "/registries/{id}/runs",
  summary: "The registry's runs, newest first",
  permission: "run:read",
  query: z.strictObject({
    cursor: cursorInput,
    kind: z
      .enum(["sync", "dry-run", "shadow", "drift-check", "restore", "undo"])
      .nullable()
      .default(null)
      .describe("Only runs of this kind"),
  }),
  answer: pageOf(run),
  status: 200,
});

export const getRunOperation = operation({
  id: "getRun",
  method: "GET",
  path: "/runs/{id}",
  summary: "One run: counts by side, brakes, phases",
  permission: "run:read",
  answer: run,
  status: 200,
});

export const listChangesOperation = operation({
  id: "listChanges",
  method: "GET",
  path: "/runs/{id}/changes",
  summary: "The run's plan, cell by cell, with the outcome of each operation",
  permission: "run:read",
  query: pageQuery.extend({
    side: z.string().max(40).optional().describe("Only what is written on this side"),
    op: z.enum(["create", "update", "delete"]).optional().describe("Only writes of this kind"),
  }),
  answer: pageOf(change),
  status: 200,
});

export const approveRunOperation = operation({
  id: "approveRun",
  method: "POST",
  path: "/runs/{id}/approve",
  summary: "Approves exactly the plan with this hash; needs a person's key",
  permission: "run:approve",
  body: approveRunInput,
  answer: run,
  status: 200,
  example: { planHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
});

export const rejectRunOperation = operation({
  id: "rejectRun",
  method: "POST",
  path: "/runs/{id}/reject",
  summary:
    "Rejects a held plan: nothing of it is written; with restore, a run puts its rows back; needs a person's key",
  permission: "run:approve",
  body: rejectRunInput,
  answer: run.extend({
    restoreRunId: z.string().nullable().describe("The run that puts the rows back; null without restore"),
  }),
  status: 200,
  example: { restore: true },
});
