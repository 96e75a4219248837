import { z } from "zod";
import { ATTENTION_KINDS } from "@/lib/services/attention/attention-id";
import { attentionFilter } from "@/lib/services/attention/list-attention";
import { operation } from "../operation";

const attentionCount = z.object({
  count: z
    .int()
    .describe(
      "Held runs, conflicts that nobody has decided on, rows with open issues, ended connections, stopped and drifted registries, new columns",
    ),
});

const attentionGroup = z.object({
  id: z.string().describe("Names it in the address of the inbox"),
  kind: z.enum(ATTENTION_KINDS),
  registry: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .describe("Null for a connection, which several registries may use"),
  system: z.string().nullable().describe("The system it is about, where it is about one"),
  title: z.string(),
  detail: z.string().describe("What is wrong, one sentence"),
  count: z.int().describe("How much of all that waits is behind it"),
  firstSeen: z.iso.datetime().nullable(),
  lastSeen: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable().describe("When a held plan ends by itself"),
});

const attention = z.object({
  groups: z.array(attentionGroup).describe("The most urgent kind first"),
  hasMore: z.boolean().describe("Whether there are more than these: ask for one registry to come to them"),
  count: z.int().describe("All that waits, whatever the filter"),
  proof: z
    .object({
      registries: z.int(),
      checked: z.int().describe("Of them, those that a run has compared"),
      rows: z.int(),
      equal: z.int().describe("Of the rows of those, the ones that every side holds as they are"),
      since: z.iso.datetime().nullable().describe("The oldest of these compares"),
    })
    .describe("What is known of the rows' equality"),
});

export const attentionViews = {
  Attention: attention,
  AttentionCount: attentionCount,
  AttentionGroup: attentionGroup,
};

export const listAttentionOperation = operation({
  id: "listAttention",
  method: "GET",
  path: "/attention",
  summary: "What waits for a person over all registries, by cause",
  permission: "registry:read",
  query: z.strictObject(attentionFilter),
  answer: attention,
  status: 200,
});

export const countAttentionOperation = operation({
  id: "countAttention",
  method: "GET",
  path: "/attention/count",
  summary: "How much waits for a person, over all registries; 0 for a role that sees none of it",
  permission: "organization:read",
  answer: attentionCount,
  status: 200,
});
