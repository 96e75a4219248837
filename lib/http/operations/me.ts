import { z } from "zod";
import { operation } from "../operation";

const me = z.object({
  organization: z.object({ id: z.string(), name: z.string() }),
  role: z.string().nullable().describe("Null for a service key"),
  scopes: z.array(z.string()),
  plan: z.string(),
  limits: z
    .object({
      word: z.string().describe("The plan's name"),
      registries: z.int().nullable(),
      connections: z.int().nullable(),
      rows: z.int().nullable().describe("Over all registries"),
      leastMinutes: z.int().describe("The fewest minutes between two scheduled runs; 0 = as changes come"),
      runsADay: z.int().nullable().describe("Syncs that may be asked for within 24 hours"),
      customRules: z.boolean().describe("Schemas may have rules that the organization writes itself"),
    })
    .describe("What the plan holds; null = no limit"),
  usage: z.object({
    registries: z.int(),
    rows: z.int().describe("Distinct registry rows; a row counts once, however many sides hold it"),
  }),
  closing: z
    .object({
      purgeAt: z.iso.datetime().describe("When it is removed, unless an owner keeps it"),
      isPurging: z.boolean().describe("Its removal has begun"),
    })
    .nullable()
    .describe("While the organization is being deleted: keys open nothing then, and nothing in it changes"),
  notice: z
    .object({
      standing: z.enum(["near", "full", "over", "paused"]),
      message: z.string(),
      remedy: z.string(),
      pausesAt: z.iso.datetime().nullable().describe("When registries pause unless something changes"),
    })
    .nullable()
    .describe("From 80 % of the plan's rows on; null before"),
});

export const meViews = { Me: me };

export const describeMeOperation = operation({
  id: "describeMe",
  method: "GET",
  path: "/me",
  summary: "Who the key speaks for: organization, role, scopes, plan and usage",
  permission: "organization:read",
  answer: me,
  status: 200,
});
