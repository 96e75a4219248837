import { z } from "zod";
import { operation } from "../operation";

const attentionCount = z.object({
  count: z
    .int()
    .describe("Held runs, conflicts that nobody has decided on, rows with open issues, ended connections"),
});

export const attentionViews = { AttentionCount: attentionCount };

export const countAttentionOperation = operation({
  id: "countAttention",
  method: "GET",
  path: "/attention/count",
  summary: "How much waits for a person, over all registries; 0 for a role that sees none of it",
  permission: "organization:read",
  answer: attentionCount,
  status: 200,
});
