import { z } from "zod";
import {
  addDraftColumnsInput,
  beginDraftInput,
  changeDraftInput,
  DRAFT_STEPS,
  draftBody,
  lookAgainInput,
} from "@/lib/services/drafts/draft-input";
import { pageOf } from "../cursor";
import { operation } from "../operation";
import { check } from "./connections";

export const draftProblem = z
  .object({ message: z.string(), remedy: z.string().nullable() })
  .describe("What is wrong, and how it is mended");

const step = z.enum(DRAFT_STEPS);

const look = z.object({
  side: z.string(),
  kind: z.string(),
  connection: z.string().describe("By name"),
  title: z.string(),
  checks: z.array(check.extend({ name: z.string() })),
  columns: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      native: z.string().describe("The system's own type"),
      carries: z
        .array(z.string())
        .describe("Types of fields, the usual one first; none: it cannot be mapped"),
      readOnlyBecause: z.string().nullable(),
      keyPart: z.boolean(),
      options: z.array(z.string()).nullable(),
    }),
  ),
  rowCount: z.int().nullable().describe("Null: the system does not tell without reading all"),
  problem: draftProblem.nullable().describe("Why it could not be looked at"),
  lookedAt: z.iso.datetime(),
});

const survey = z.object({
  id: z.string(),
  state: z.enum(["running", "done"]),
  requestedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  mostRows: z.int().describe("Rows of a side that are read at most"),
  sides: z.array(
    z.object({
      side: z.string(),
      state: z.enum(["waiting", "reading", "done", "failed"]),
      rows: z.int(),
      isWhole: z.boolean().nullable().describe("False: it stopped at its bound"),
      incompleteBecause: z.string().nullable(),
      isStale: z.boolean().describe("The side has another place since"),
      problem: draftProblem.nullable(),
    }),
  ),
});

const summary = z.object({
  id: z.string(),
  name: z.string(),
  step,
  state: z.enum(["open", "tried", "started"]),
  sides: z.array(z.object({ kind: z.string(), title: z.string() })),
  registryId: z.string().nullable().describe("What it became; null until it was started"),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
});

export const draft = summary.omit({ sides: true }).extend({
  revision: z.int().describe("What the next change has to name"),
  body: draftBody,
  looks: z.array(look).describe("The places as they were when somebody last looked"),
  survey: survey.nullable().describe("Null: no rows were read yet"),
  todo: z
    .array(z.object({ step, message: z.string(), remedy: z.string().nullable(), path: z.string() }))
    .describe("What keeps each step from being finished"),
  dryRun: z.object({ registryId: z.string(), runId: z.string(), isOfThisRevision: z.boolean() }).nullable(),
});

const placeProposals = z.object({
  groups: z.array(
    z.object({
      reason: z.enum(["same-name", "similar-name"]),
      places: z.array(
        z.object({
          connectionId: z.string(),
          connection: z.string(),
          kind: z.string(),
          locationId: z.string(),
          title: z.string(),
          location: z.record(z.string(), z.union([z.string(), z.number()])),
        }),
      ),
    }),
  ),
  problems: z.array(draftProblem.extend({ connectionId: z.string(), connection: z.string() })),
});

const direction = z.enum(["both", "in", "out", "off"]);

const mappingProposal = z.object({
  fields: z.array(
    z.object({
      ref: z.string(),
      name: z.string(),
      type: z.string(),
      types: z.array(z.string()).describe("Types that every column of it can carry"),
      isNew: z.boolean(),
      columns: z.array(
        z.object({
          side: z.string(),
          sideField: z.string(),
          name: z.string(),
          native: z.string(),
          reason: z.enum(["mapped", "same-name", "similar-name", "same-values", "same-type", "only-here"]),
          because: z.string(),
          directions: z.array(direction),
          direction,
          directionBecause: z.string().nullable().describe("Where the field's home says which way it goes"),
          readOnlyBecause: z.string().nullable(),
          incompatible: z.string().nullable().describe("Why it cannot carry the field's type"),
        }),
      ),
    }),
  ),
  unmapped: z.array(
    z.object({
      side: z.string(),
      sideField: z.string(),
      name: z.string(),
      native: z.string(),
      because: z.string().nullable().describe("Why it cannot be mapped at all"),
    }),
  ),
  change: draftBody.pick({ fields: true, sides: true }).describe("As PATCH takes it, with every proposal"),
});

export const draftViews = {
  DraftSummary: summary,
  Draft: draft,
  PlaceProposals: placeProposals,
  MappingProposal: mappingProposal,
};

export const listDraftsOperation = operation({
  id: "listDrafts",
  method: "GET",
  path: "/drafts",
  summary: "Registries in the making, the one that was changed last first",
  permission: "registry:read",
  answer: pageOf(summary),
  status: 200,
});

export const beginDraftOperation = operation({
  id: "beginDraft",
  method: "POST",
  path: "/drafts",
  summary: "Begins a registry in the making; nothing is read or written, and no limit of the plan counts it",
  permission: "registry:write",
  body: beginDraftInput,
  answer: draft,
  status: 201,
  location: ({ id }) => `/drafts/${id}`,
  example: { name: "Cities" },
});

export const getDraftOperation = operation({
  id: "getDraft",
  method: "GET",
  path: "/drafts/{id}",
  summary: "One draft: what is decided, what its places look like, how far its survey is",
  permission: "registry:read",
  answer: draft,
  status: 200,
});

export const changeDraftOperation = operation({
  id: "changeDraft",
  method: "PATCH",
  path: "/drafts/{id}",
  summary:
    "Puts each given part in the place of the part as it was; refused where the revision is not the newest",
  permission: "registry:write",
  body: changeDraftInput,
  answer: draft,
  status: 200,
  example: { revision: 1, name: "Cities" },
});

export const dropDraftOperation = operation({
  id: "dropDraft",
  method: "DELETE",
  path: "/drafts/{id}",
  summary: "Forgets the draft, what was read for it, and a registry of it that was never synced",
  permission: "registry:write",
  status: 204,
});

export const lookAgainOperation = operation({
  id: "lookAgain",
  method: "POST",
  path: "/drafts/{id}/look",
  summary: "Looks at the draft's places as they are now",
  permission: "registry:write",
  body: lookAgainInput,
  answer: draft,
  status: 200,
  example: { sides: ["s1"] },
});

export const addDraftColumnsOperation = operation({
  id: "addDraftColumns",
  method: "POST",
  path: "/drafts/{id}/columns",
  summary: "Makes columns on a side's place for fields that it does not have, and maps them",
  permission: "registry:write",
  body: addDraftColumnsInput,
  answer: draft,
  status: 200,
  example: { revision: 4, side: "s2", fields: [{ field: "f3", name: "Lease end" }] },
});

export const proposePlacesOperation = operation({
  id: "proposePlaces",
  method: "GET",
  path: "/drafts/{id}/places",
  summary: "Places of several connections that look like the same table, by name",
  permission: "connection:read",
  answer: placeProposals,
  status: 200,
});

export const proposeMappingOperation = operation({
  id: "proposeMapping",
  method: "GET",
  path: "/drafts/{id}/mapping",
  summary: "The draft's fields with those that could be added, each column with the reason; keeps nothing",
  permission: "registry:read",
  answer: mappingProposal,
  status: 200,
});

export const draftOperations = [
  listDraftsOperation,
  beginDraftOperation,
  getDraftOperation,
  changeDraftOperation,
  dropDraftOperation,
  lookAgainOperation,
  addDraftColumnsOperation,
  proposePlacesOperation,
  proposeMappingOperation,
] as const;
