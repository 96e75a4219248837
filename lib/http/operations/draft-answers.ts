import { z } from "zod";
import { KEY_GROUPS, keyQuery, startDraftInput, tryDraftInput } from "@/lib/services/drafts/draft-input";
import { cursorInput, pageOf } from "../cursor";
import { operation } from "../operation";
import { draft, draftProblem } from "./drafts";
import { cellValue } from "./rows";

/** What is asked of a draft's rows, and what becomes of it. */
const basis = z.object({
  rows: z
    .array(z.object({ side: z.string(), rows: z.int(), isWhole: z.boolean() }))
    .nullable()
    .describe("The rows that the answer rests on; null: there is nothing to answer from"),
  missing: draftProblem.nullable().describe("Why there is nothing to answer from"),
});

const key = z.array(z.string()).nullable().describe("The row's key; null: a part of it is empty");

const conversions = basis.extend({
  conversions: z.array(
    z.object({
      field: z.string(),
      name: z.string(),
      from: z.string(),
      to: z.string().nullable().describe("Null: `from` itself does not show it as the field's type"),
      values: z.int(),
      failing: z.int(),
      examples: z
        .array(z.object({ key, value: cellValue, because: z.string() }))
        .describe("The first twenty"),
    }),
  ),
  problems: z
    .array(draftProblem.extend({ side: z.string() }))
    .describe("Sides of which nobody could tell now what they would take"),
});

const keyResult = z.object({
  fields: z.array(z.string()),
  normalise: z.boolean(),
  match: z.enum(["create-only", "match-then-create", "match-only"]),
  matched: z.int().describe("Rows that every side has"),
  partly: z.int().describe("Rows that several sides have, and not all"),
  sides: z.array(
    z.object({
      side: z.string(),
      records: z.int(),
      only: z.int().describe("Rows that only this side has"),
      notUnique: z.object({ keys: z.int(), records: z.int() }),
      empty: z.int().describe("Records with an empty part of the key"),
      creates: z
        .int()
        .nullable()
        .describe("What the first sync would make here; null: nothing is written here"),
      left: z.int().describe("Records that the match mode leaves without a row"),
    }),
  ),
  rows: z.int().describe("Rows that the registry would have"),
  message: z.string(),
});

const keyView = basis.extend({
  result: keyResult.nullable().describe("Null: no key is chosen, or nothing was read"),
});

const keyCandidates = basis.extend({
  candidates: z.array(
    z.object({
      fields: z.array(z.string()),
      names: z.array(z.string()),
      keptUniqueOn: z.array(z.string()).describe("Sides where the system itself keeps it unique"),
      matched: z.int(),
      notUnique: z.int(),
      empty: z.int(),
      because: z.string(),
    }),
  ),
});

const keyRow = z.object({
  key,
  records: z.array(
    z.object({
      side: z.string(),
      at: z.int().describe("In the order in which the side was read, from 1"),
      cells: z.record(z.string(), cellValue).describe("By field name"),
    }),
  ),
});

const ruleProposal = z.object({
  id: z.string(),
  field: z.string(),
  kind: z.string(),
  text: z.string(),
  failing: z.int(),
  total: z.int(),
  keywords: z.record(z.string(), z.unknown()),
  isTaken: z.boolean(),
  examples: z.array(z.object({ key, value: cellValue, because: z.string() })),
});

/** Of rules that are not read off the rows. */
const counted = { failing: z.int().nullable().describe("Null: not counted"), total: z.int().nullable() };

const ruleProposals = basis.extend({
  proposals: z.array(ruleProposal),
  own: z
    .array(ruleProposal.extend({ ...counted, isOfTemplate: z.boolean() }))
    .describe("Rules about one field of the draft's template, and those that the draft has from elsewhere"),
  rowRules: z
    .array(
      z.object({
        id: z.string(),
        text: z.string(),
        severity: z.enum(["error", "warning"]),
        isTaken: z.boolean(),
        cannot: z.enum(["no-room", "no-field"]).nullable().describe("Why it cannot be taken; null: it can"),
        missing: z.array(z.string()).describe("Fields that it looks at and that are left out"),
        ...counted,
        examples: z.array(z.object({ key, because: z.string() })),
      }),
    )
    .describe("Rules of the template's own, by the ids that the draft's template takes them by"),
  noRoom: draftProblem.nullable().describe("What a plan without rules of one's own leaves out"),
  optionSets: z
    .array(
      z.object({
        name: z.string(),
        isOther: z.boolean().describe("A set of this name has other options, so the field keeps its own"),
      }),
    )
    .describe("Sets that options of the template are found in, or made as, with the dry run"),
  taken: z
    .object({
      failing: z.int(),
      checked: z.int(),
      problem: draftProblem.nullable().describe("Why they cannot be used; nothing was counted then"),
    })
    .nullable()
    .describe("What the draft's own rules would find; null: nothing was read"),
});

const limitLine = z.object({
  used: z.int(),
  limit: z.int().nullable().describe("Null: no limit"),
  adds: z.int().nullable().describe("What this draft would add; null: not computed"),
  isOver: z.boolean().nullable(),
  message: z.string(),
  remedy: z.string().nullable(),
});

const limits = z.object({ plan: z.string(), registries: limitLine, rows: limitLine, schedule: limitLine });

const calls = z.object({
  calls: z.int(),
  perMinute: z.int().nullable().describe("Null: the system names no limit"),
  seconds: z.int().nullable(),
  message: z.string(),
});

const forecast = z.object({
  from: z.enum(["plan", "survey"]).nullable(),
  missing: draftProblem.nullable(),
  sides: z.array(
    z.object({
      side: z.string(),
      connectionId: z.string(),
      connection: z.string(),
      kind: z.string(),
      rows: z.int().nullable(),
      first: z.object({
        read: calls.nullable(),
        write: calls.extend({ writes: z.int() }).nullable().describe("Null: not computed"),
      }),
      usual: z.object({ read: calls.nullable() }),
      share: z
        .number()
        .nullable()
        .describe("Of the calls that the provider allows over the schedule's interval"),
    }),
  ),
  firstSeconds: z.int().nullable(),
  usualSeconds: z.int().nullable(),
  runsADay: z.number().nullable(),
  message: z.string().nullable(),
});

const tried = z.object({
  registryId: z.string(),
  runId: z.string().describe("The dry run"),
  rulesPublished: z
    .boolean()
    .nullable()
    .describe("False: they wait for somebody who may publish them; null: there are none"),
});

const started = z.object({ registryId: z.string(), runId: z.string() });

export const draftAnswerViews = {
  Conversions: conversions,
  KeyResult: keyView,
  KeyCandidates: keyCandidates,
  KeyRow: keyRow,
  RuleProposals: ruleProposals,
  DraftLimits: limits,
  Forecast: forecast,
  TriedDraft: tried,
  StartedDraft: started,
};

const read = { method: "GET", permission: "registry:read", status: 200 } as const;

export const requestSurveyOperation = operation({
  id: "requestSurvey",
  method: "POST",
  path: "/drafts/{id}/survey",
  summary:
    "Reads each side's rows once, for the answers about key, conversions and rules; joins a survey under way",
  permission: "registry:write",
  answer: draft,
  status: 202,
});

export const countConversionsOperation = operation({
  ...read,
  id: "countConversions",
  path: "/drafts/{id}/conversions",
  summary: "Values that a side does not show, or would not take, as the field's type, with examples",
  answer: conversions,
});

export const tryKeyOperation = operation({
  ...read,
  id: "tryKey",
  path: "/drafts/{id}/key",
  summary: "How a key tells the rows apart; asked with other fields than the draft's, nothing is kept",
  query: z.strictObject(keyQuery),
  answer: keyView,
});

export const proposeKeysOperation = operation({
  ...read,
  id: "proposeKeys",
  path: "/drafts/{id}/key/candidates",
  summary: "Fields that could be the key, the best first",
  answer: keyCandidates,
});

export const listKeyRowsOperation = operation({
  ...read,
  id: "listKeyRows",
  path: "/drafts/{id}/key/rows",
  summary: "The records behind a number of the key's result",
  query: z.strictObject({
    ...keyQuery,
    of: z.enum(KEY_GROUPS).default("not-unique"),
    side: z.string().max(12).optional().describe("Of the groups only, not-unique and empty: the side"),
    cursor: cursorInput,
  }),
  answer: pageOf(keyRow),
});

export const proposeRulesOperation = operation({
  ...read,
  id: "proposeRules",
  path: "/drafts/{id}/rules",
  summary: "Rules that nearly all rows keep to already, each with the rows that do not",
  answer: ruleProposals,
});

export const draftLimitsOperation = operation({
  ...read,
  id: "draftLimits",
  path: "/drafts/{id}/limits",
  summary: "What the plan has room for, and what this draft would add",
  answer: limits,
});

export const forecastDraftOperation = operation({
  ...read,
  id: "forecastDraft",
  path: "/drafts/{id}/forecast",
  summary: "How long the first sync and usual runs take, and their share of the providers' budgets",
  answer: forecast,
});

export const tryDraftOperation = operation({
  id: "tryDraft",
  method: "POST",
  path: "/drafts/{id}/try",
  summary: "Makes the draft's registry and asks for a dry run of it; the same revision answers with the same",
  permission: "registry:write",
  body: tryDraftInput,
  answer: tried,
  status: 202,
  example: { revision: 7 },
});

export const startDraftOperation = operation({
  id: "startDraft",
  method: "POST",
  path: "/drafts/{id}/start",
  summary: "Begins the first sync, or a try in shadow; needs the dry run of this revision",
  permission: "run:start",
  body: startDraftInput,
  answer: started,
  status: 202,
  example: { revision: 7, as: "shadow" },
});

export const draftAnswerOperations = [
  requestSurveyOperation,
  countConversionsOperation,
  tryKeyOperation,
  proposeKeysOperation,
  listKeyRowsOperation,
  proposeRulesOperation,
  draftLimitsOperation,
  forecastDraftOperation,
  tryDraftOperation,
  startDraftOperation,
] as const;
