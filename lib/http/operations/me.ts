import { z } from "zod";
import { operation } from "../operation";

const me = z.object({
  organization: z.object({ id: z.string(), name: z.string() }),
  role: z.string().nullable().describe("Null for a service key"),
  scopes: z.array(z.string()),
  plan: z.string(),
  usage: z.object({
    registries: z.int(),
    rows: z.int().describe("Distinct registry rows; a row counts once, however many sides hold it"),
  }),
});

export const meViews = { Me: me };

export const describeMeOperation = operation({
  id: "describeMe",
  method: "GET",
  path: "/me",
  summary: "Who the key speaks for: organization, role, scopes, plan and usage",
  scope: "read",
  answer: me,
  status: 200,
});
