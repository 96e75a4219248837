import { z } from "zod";
import { makeRuleInput } from "@/lib/services/conflicts/make-rule";
import { reopenConflictsInput } from "@/lib/services/conflicts/reopen-conflicts";
import { resolveConflictsInput } from "@/lib/services/conflicts/resolve-conflicts";
import { resolveConflictInput } from "@/lib/services/conflicts/value-of-choice";
import { cursorInput, pageOf } from "../cursor";
import { operation } from "../operation";
import { registryViews } from "./registries";
import { cellValue } from "./rows";

const conflict = z.object({
  id: z.string(),
  registryId: z.string(),
  runId: z.string(),
  rowId: z.string(),
  key: z.array(z.string()),
  kind: z.string().describe("cell, or delete-edit: deleted on some sides and edited on others"),
  field: z.string().nullable(),
  base: cellValue.describe("What all sides agreed on before"),
  candidates: z.array(
    z.object({
      side: z.string(),
      value: cellValue,
      by: z.string().nullable().describe("Who changed the record last, where the side tells"),
      after: z.iso.datetime().nullable().describe("The value came to be after this moment, where known"),
      before: z.iso.datetime().nullable().describe("And not later than at this one"),
    }),
  ),
  deletedOn: z.array(z.string()),
  editedOn: z.array(z.string()),
  winner: cellValue,
  resolved: z.boolean(),
  decidedBy: z.string(),
  at: z.iso.datetime(),
  current: cellValue.describe("What the row's cell is now"),
  proposal: z
    .object({ side: z.string(), value: cellValue, decidedBy: z.string() })
    .nullable()
    .describe("What the last write would come to, while a person must choose"),
  choice: z
    .object({
      value: cellValue,
      side: z.string().nullable(),
      by: z.object({ type: z.string(), ref: z.string() }),
      at: z.iso.datetime(),
    })
    .nullable()
    .describe("What was decided and waits for a run to carry it out"),
  canResolve: z.boolean().describe("Whether the caller may decide on it"),
});

const requestedRunId = z
  .string()
  .nullable()
  .describe("The run that carries it out; null while the registry is paused or a plan of it is held");

const resolvedConflict = conflict.extend({ requestedRunId });

const manyResolved = z.object({
  matched: z.int().describe("Conflicts that wait and were asked for"),
  decided: z.int().describe("Of these, the ones in which the side has a value"),
  sample: z
    .array(z.object({ id: z.string(), key: z.array(z.string()), field: z.string(), value: cellValue }))
    .describe("The first of them, when previewed"),
  requestedRunId,
  decidedAt: z.iso.datetime().nullable().describe("What it is taken back by; null: nothing was decided"),
});

const openConflicts = z.object({
  field: z.string(),
  open: z.int().describe("Conflicts that wait for a person"),
  bySide: z.record(z.string(), z.int()).describe("Of these, the ones in which each side has a value"),
});

const ruleMade = z.object({
  registry: registryViews.Registry,
  waiting: z.int().describe("Conflicts that wait on the field; the next run settles them by the rule"),
  requestedRunId,
});

export const conflictViews = { Conflict: conflict, OpenConflicts: openConflicts };

const SIDE = "sid_01jd0000000000000000000000";

export const listConflictsOperation = operation({
  id: "listConflicts",
  method: "GET",
  path: "/registries/{id}/conflicts",
  summary: "Conflicts with every side's value, those that wait for a person first",
  permission: "registry:read",
  query: z.strictObject({
    cursor: cursorInput,
    field: z.string().max(100).optional().describe("Of this field only, by name or id"),
    state: z.enum(["open", "resolved"]).optional(),
  }),
  answer: pageOf(conflict),
  status: 200,
});

export const countOpenConflictsOperation = operation({
  id: "countOpenConflicts",
  method: "GET",
  path: "/registries/{id}/conflicts/open",
  summary: "How many conflicts wait for a person, by field",
  permission: "registry:read",
  answer: pageOf(openConflicts),
  status: 200,
});

export const resolveConflictsOperation = operation({
  id: "resolveConflicts",
  method: "POST",
  path: "/registries/{id}/conflicts/resolve",
  summary: "Decides on many conflicts by one side's value; with `preview` only says on which",
  permission: "conflict:resolve",
  body: resolveConflictsInput,
  answer: manyResolved,
  status: 200,
  example: { field: "Status", choose: SIDE, preview: true },
});

export const makeRuleOperation = operation({
  id: "makeRule",
  method: "POST",
  path: "/registries/{id}/conflicts/rule",
  summary: "Makes one side win every conflict of a field from now on",
  permission: "registry:write",
  body: makeRuleInput,
  answer: ruleMade,
  status: 200,
  example: { field: "Status", side: SIDE },
});

export const getConflictOperation = operation({
  id: "getConflict",
  method: "GET",
  path: "/conflicts/{id}",
  summary: "One conflict with every side's value",
  permission: "registry:read",
  answer: conflict,
  status: 200,
});

export const resolveConflictOperation = operation({
  id: "resolveConflict",
  method: "POST",
  path: "/conflicts/{id}/resolve",
  summary: "Decides on a conflict, or later for the value that lost; the next run carries it out",
  permission: "conflict:resolve",
  body: resolveConflictInput,
  answer: resolvedConflict,
  status: 200,
  example: { choose: SIDE },
});

export const reopenConflictOperation = operation({
  id: "reopenConflict",
  method: "POST",
  path: "/conflicts/{id}/reopen",
  summary: "Takes a decision back that no run has taken in yet",
  permission: "conflict:resolve",
  answer: conflict,
  status: 200,
});

export const reopenConflictsOperation = operation({
  id: "reopenConflicts",
  method: "POST",
  path: "/registries/{id}/conflicts/reopen",
  summary: "Takes the caller's decision on many conflicts back, all of it or none, before a run takes it in",
  permission: "conflict:resolve",
  body: reopenConflictsInput,
  answer: z.object({ reopened: z.int().describe("Conflicts that wait again") }),
  status: 200,
  example: { decidedAt: "2026-01-01T12:00:00.000Z" },
});
