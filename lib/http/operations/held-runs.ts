import { z } from "zod";
import { changeRuleInput } from "@/lib/services/runs/change-rule";
import { operation } from "../operation";
import { runViews } from "./runs";

const limit = (value: z.ZodType) => z.object({ name: z.string(), value });

const heldRun = z.object({
  runId: z.string(),
  planHash: z.string().describe("What an approval approves"),
  since: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  ifNobodyDecides: z.string(),
  brakes: z.array(
    z.object({
      kind: z.string(),
      side: z.string().nullable(),
      title: z.string(),
      message: z.string(),
      value: z.number().describe("What was counted"),
      limit: z.number().describe("The greatest count that would have passed"),
      total: z.number(),
      remedy: z.string(),
      rule: z
        .union([
          z.object({ kind: z.literal("share"), share: limit(z.number()), floor: limit(z.number()) }),
          z.object({ kind: z.literal("gate"), gate: limit(z.enum(["hold", "allow"])) }),
        ])
        .nullable()
        .describe("The settings it goes by, as they are now; what changeRule takes"),
    }),
  ),
  deciders: z.object({
    roles: z.array(z.string()).describe("The roles that may approve"),
    fields: z
      .array(z.object({ field: z.string(), roles: z.array(z.string()) }))
      .describe("Changed fields that only some roles may decide on"),
  }),
  mayDecide: z.boolean(),
  mayChangeRule: z.boolean(),
  perSide: runViews.Run.shape.perSide,
  sample: z.array(runViews.Change).describe("One write each of the first rows"),
  sources: z
    .array(z.object({ side: z.string(), rows: z.int() }))
    .describe("Where the plan's changes come from; what a rejection can restore"),
});

export const heldRunViews = { HeldRun: heldRun };

export const getHeldRunOperation = operation({
  id: "getHeldRun",
  method: "GET",
  path: "/runs/{id}/hold",
  summary: "What a held run waits for: its brakes, samples, who may decide, until when",
  permission: "run:read",
  answer: heldRun,
  status: 200,
});

export const changeRuleOperation = operation({
  id: "changeRule",
  method: "POST",
  path: "/runs/{id}/change-rule",
  summary: "Changes the limits that held a plan; answers with the new run that takes its place",
  permission: "registry:write",
  body: changeRuleInput,
  answer: runViews.Run,
  status: 202,
  location: ({ id }) => `/runs/${id}`,
  example: { brakes: { deletedShare: 0.2 } },
});

export const heldRunOperations = [getHeldRunOperation, changeRuleOperation] as const;
