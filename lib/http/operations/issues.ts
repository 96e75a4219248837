import { z } from "zod";
import { pageOf } from "../cursor";
import { operation } from "../operation";

const issueGroup = z.object({
  side: z.string(),
  field: z.string().nullable(),
  reason: z.string(),
  message: z.string(),
  rows: z.int(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  subjects: z.array(z.string()).describe("The first few rows concerned"),
});

export const issueViews = { IssueGroup: issueGroup };

export const listIssuesOperation = operation({
  id: "listIssues",
  method: "GET",
  path: "/registries/{id}/issues",
  summary: "Open issues grouped by cause, the most frequent first",
  scope: "read",
  answer: pageOf(issueGroup),
  status: 200,
});
