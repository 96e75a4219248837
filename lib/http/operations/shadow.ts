import { z } from "zod";
import { operation } from "../operation";

const operations = z.object({ create: z.int(), update: z.int(), delete: z.int() });

const report = z.object({
  since: z.iso.datetime().nullable(),
  isInShadow: z.boolean(),
  runs: z.int(),
  perSide: z
    .record(z.string(), operations)
    .describe("What would have been carried out, each operation once however many runs planned it"),
  perRun: z.array(
    z.object({
      runId: z.string(),
      startedAt: z.iso.datetime().nullable(),
      added: operations.describe("What no earlier run had planned"),
    }),
  ),
  conflicts: z.array(
    z.object({
      rule: z.string(),
      field: z.string().nullable(),
      resolved: z.boolean().describe("false = it would have waited for a person"),
      count: z.int(),
    }),
  ),
  brakes: z.array(
    z.object({
      kind: z.string(),
      severity: z.string(),
      side: z.string().nullable(),
      runs: z.int().describe("Runs that it would have held or stopped"),
      message: z.string(),
      value: z.number(),
      limit: z.number(),
      total: z.number(),
    }),
  ),
  issues: z
    .array(z.object({ side: z.string(), reason: z.string(), message: z.string(), rows: z.int() }))
    .describe("What the newest run could not accept"),
  written: z
    .object({ operations: z.int(), runs: z.int() })
    .describe("Operations that went beyond their plan, and runs that came to write: 0 in shadow"),
});

export const shadowViews = { ShadowReport: report };

export const shadowReportOperation = operation({
  id: "getShadowReport",
  method: "GET",
  path: "/registries/{id}/shadow",
  summary: "What a registry would have done since it has been in shadow",
  permission: "run:read",
  answer: report,
  status: 200,
});
