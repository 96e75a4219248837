import { z } from "zod";
import { beginDraftInput } from "@/lib/services/drafts/draft-input";
import { fieldTypeInput } from "@/lib/services/registries/registry-input";
import { applyTemplateInput } from "@/lib/services/templates/apply-template-input";
import { TEMPLATE_KINDS } from "@/lib/services/templates/template";
import { pageOf } from "../cursor";
import { operation } from "../operation";
import { address } from "./connections";

const names = z.array(z.string());
const optionSet = z.object({ name: z.string(), options: names });
const kind = z.enum(TEMPLATE_KINDS);
const onEach = z.record(kind, z.string());

const template = z.object({
  id: z.string(),
  name: z.string(),
  title: onEach.describe("What a place of it is called where it is made"),
  audience: z.string().describe("For whom"),
  description: z.string(),
  key: names.describe("Names of the fields that identify a row"),
  fields: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      type: fieldTypeInput,
      required: z.boolean(),
      options: names,
      native: onEach.describe("What it is made as on each system"),
      called: onEach.describe("What it is called where it is made"),
      editedIn: kind
        .nullable()
        .describe("The system whose edits stand where a registry has a side there; null: all sides' count"),
    }),
  ),
  optionSets: z.array(optionSet),
  lifecycle: z
    .object({ field: z.string(), initial: names, transitions: z.record(z.string(), names) })
    .nullable(),
  rules: z.array(z.object({ id: z.string(), severity: z.enum(["error", "warning"]), message: z.string() })),
  sample: z
    .array(z.array(z.union([z.string(), z.boolean(), names, z.null()])))
    .describe("Rows to look at, each in the order of the fields; nobody gets them written"),
});

const appliedTemplate = z.object({
  draft: beginDraftInput
    .pick({ name: true, fields: true, key: true, sides: true, rules: true, template: true })
    .describe("As POST /drafts takes it; its sides are those whose place is there"),
  places: z
    .array(
      z.object({
        connectionId: z.string(),
        location: address.nullable().describe("Null: there is no place yet"),
        title: z.string(),
        key: names,
        missing: z.array(
          z.object({ name: z.string(), type: fieldTypeInput, options: names, native: z.string() }),
        ),
      }),
    )
    .describe("What is to be made of each side, as POST /connections/{id}/locations and /fields take it"),
  schema: z
    .record(z.string(), z.unknown())
    .describe("All rules by field names, as PUT /registries/{id}/schema takes them"),
  leftOut: z
    .array(z.object({ id: z.string(), message: z.string() }))
    .describe("Rules of its own that the plan has no room for; they are in neither part"),
  optionSets: z.array(optionSet.extend({ fields: names })),
});

export const templateViews = { Template: template, AppliedTemplate: appliedTemplate };

export const listTemplatesOperation = operation({
  id: "listTemplates",
  method: "GET",
  path: "/templates",
  summary: "Registries that many organizations keep, ready to be made",
  permission: "registry:read",
  answer: pageOf(template),
  status: 200,
});

export const applyTemplateOperation = operation({
  id: "applyTemplate",
  method: "POST",
  path: "/templates/{templateId}/apply",
  summary: "What a template brings over these sides: mappings, rules, and what places lack; makes nothing",
  permission: "registry:read",
  body: applyTemplateInput,
  answer: appliedTemplate,
  status: 200,
  example: { sides: [{ connectionId: "con_...", location: { schema: "public", table: "vendors" } }] },
});

export const templateOperations = [listTemplatesOperation, applyTemplateOperation] as const;
