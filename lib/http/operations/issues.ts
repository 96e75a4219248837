import { z } from "zod";
import { issueCauseInput, issueRowsInput } from "@/lib/services/issues/issue-cause";
import { mendIssueInput } from "@/lib/services/issues/mend-issue";
import { skipIssuesInput } from "@/lib/services/issues/skip-issues";
import { cursorInput, pageOf } from "../cursor";
import { operation } from "../operation";
import { cellValue } from "./rows";
import { runViews } from "./runs";

const issueGroup = z.object({
  side: z.string(),
  field: z.string().nullable(),
  reason: z.string(),
  severity: z.string().describe("error, or warning: it reports and keeps nothing back"),
  message: z.string(),
  rows: z.int(),
  skipped: z.int().describe("Of these rows, those put aside until what is said of them changes"),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  subjects: z.array(z.string()).describe("The first few rows concerned"),
});

const cellsByName = z.record(z.string(), cellValue).describe("By field name");

const issueRow = z.object({
  id: z.string(),
  side: z.string(),
  field: z.string().nullable(),
  reason: z.string(),
  rowId: z.string().nullable(),
  key: z.array(z.string()).nullable().describe("Null for a record that has no key"),
  message: z.string(),
  severity: z.string(),
  skipped: z.boolean(),
  times: z.int().describe("Runs that have seen it"),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  records: z
    .array(z.object({ record: z.string(), cells: cellsByName }))
    .describe("What the side showed when the issue was last seen: one record, or all that share a key"),
  agreed: cellsByName.nullable().describe("What all sides agreed on; null where it is no row yet"),
  canMend: z.boolean().describe("Whether the caller may enter another value for the cell"),
});

const mendedIssue = z.object({
  requestedRunId: z
    .string()
    .nullable()
    .describe("The run that carries it out; null while the registry is paused or a plan of it is held"),
});

export const issueViews = { IssueGroup: issueGroup, IssueRow: issueRow };

const group = { side: "sid_01jd0000000000000000000000", field: "Population", reason: "rule:range" };

export const listIssuesOperation = operation({
  id: "listIssues",
  method: "GET",
  path: "/registries/{id}/issues",
  summary: "Open issues grouped by cause, errors and the most frequent first",
  permission: "registry:read",
  answer: pageOf(issueGroup),
  status: 200,
});

export const listIssueRowsOperation = operation({
  id: "listIssueRows",
  method: "GET",
  path: "/registries/{id}/issues/rows",
  summary: "Open issues row by row, all or those of a group, with what their side shows",
  permission: "registry:read",
  query: issueRowsInput.extend({ cursor: cursorInput }),
  answer: pageOf(issueRow),
  status: 200,
});

export const retryIssueOperation = operation({
  id: "retryIssue",
  method: "POST",
  path: "/issues/{id}/retry",
  summary: "Asks for a run that looks at the issue's row again",
  permission: "issue:handle",
  answer: runViews.Run,
  status: 202,
  location: ({ id }) => `/runs/${id}`,
});

export const mendIssueOperation = operation({
  id: "mendIssue",
  method: "POST",
  path: "/issues/{id}/mend",
  summary:
    "Orders another value for the issue's cell, on every side; answers with the run that carries it out",
  permission: "issue:handle",
  body: mendIssueInput,
  answer: mendedIssue,
  status: 200,
  example: { value: 12 },
});

export const retryIssuesOperation = operation({
  id: "retryIssues",
  method: "POST",
  path: "/registries/{id}/issues/retry",
  summary: "Asks for a run that looks at a group's rows again",
  permission: "issue:handle",
  body: issueCauseInput,
  answer: runViews.Run,
  status: 202,
  location: ({ id }) => `/runs/${id}`,
  example: group,
});

export const skipIssuesOperation = operation({
  id: "skipIssues",
  method: "POST",
  path: "/registries/{id}/issues/skip",
  summary: "Puts a group's rows aside until what is said of them changes, or takes them up again",
  permission: "issue:handle",
  body: skipIssuesInput,
  answer: issueGroup,
  status: 200,
  example: { ...group, skipped: true },
});

export const recheckRegistryOperation = operation({
  id: "recheckRegistry",
  method: "POST",
  path: "/registries/{id}/recheck",
  summary: "Asks for a run that decides on every row anew and holds it against the rules, changed or not",
  permission: "issue:handle",
  answer: runViews.Run,
  status: 202,
  location: ({ id }) => `/runs/${id}`,
});
