import { z } from "zod";

const named = z.object({ id: z.string(), name: z.string() });

const brake = z.object({
  kind: z.string(),
  title: z.string(),
  message: z.string(),
  value: z.number(),
  limit: z.number(),
  total: z.number(),
});

/** What a message is about; a webhook is sent it as it stands. No cell's value is in it. */
const messageData = z.object({
  organization: named,
  /** Where it is shown, and can be mended. */
  url: z.string(),
  level: z.enum(["warning", "critical"]).optional(),
  since: z.string().optional(),
  endedAt: z.string().nullable().optional(),
  reason: z.string().nullable().optional(),
  registry: named.optional(),
  connection: named.extend({ kind: z.string() }).optional(),
  registries: z
    .array(
      named.extend({
        held: z.int().optional(),
        issues: z.int().optional(),
        conflicts: z.int().optional(),
      }),
    )
    .optional(),
  run: z.string().optional(),
  brakes: z.array(brake).optional(),
  /** Roles that may approve a held plan, and until when. */
  deciders: z.array(z.string()).optional(),
  expiresAt: z.string().nullable().optional(),
  /** What became of a held plan. */
  outcome: z.string().optional(),
  failures: z.int().optional(),
  held: z.int().optional(),
  issues: z.int().optional(),
  conflicts: z.int().optional(),
  rows: z.int().optional(),
  equal: z.int().optional(),
  extra: z.int().optional(),
  at: z.string().optional(),
});

export const noticeMessage = z.object({ type: z.string(), timestamp: z.string(), data: messageData });
export type NoticeMessage = z.output<typeof noticeMessage>;
