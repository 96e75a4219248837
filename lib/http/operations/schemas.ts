import { z } from "zod";
import { importSchemaInput } from "@/lib/services/schemas/import-schema";
import { previewSchemaInput } from "@/lib/services/schemas/preview-schema";
import { publishSchemaInput } from "@/lib/services/schemas/publish-schema";
import { pageOf } from "../cursor";
import { operation } from "../operation";

const document = z
  .record(z.string(), z.unknown())
  .describe(
    "A JSON Schema 2020-12 of one row; properties by field id. Of ours: x-options (an option set's id), x-lifecycle " +
      "({initial?, transitions}), x-severity (error or warning) on a property, and x-rules at the top",
  );

const version = z.object({
  version: z.string().describe("Semantic: major where rows that were valid may not be any more"),
  hash: z.string(),
  publishedAt: z.iso.datetime(),
  url: z.string().describe("Where anyone can read it"),
});

const schema = z.object({
  registryId: z.string(),
  published: version.extend({ document }).nullable().describe("The schema in force"),
  draft: z
    .object({ document, hash: z.string(), savedAt: z.iso.datetime() })
    .nullable()
    .describe("Null: nothing differs from the schema in force"),
  next: z
    .object({
      version: z.string(),
      change: z.string().describe("major, minor, patch or none"),
      because: z.array(z.string()),
    })
    .nullable()
    .describe("What publishing the draft would make, and why"),
  versions: z.array(version).describe("The newest first"),
});

const summary = z.object({
  registryId: z.string(),
  registry: z.string(),
  version: z.string().nullable().describe("Of the schema in force; null: none was published"),
  publishedAt: z.iso.datetime().nullable(),
  url: z.string().nullable(),
  fields: z.int(),
  rules: z.int(),
  hasDraft: z.boolean(),
});

const proposal = z.object({
  document: document.describe("With every proposal in it"),
  proposals: z.array(
    z.object({
      id: z.string(),
      field: z.string(),
      kind: z.string(),
      text: z.string(),
      failing: z.int().describe("Rows that do not keep to it now"),
      total: z.int(),
      keywords: z.record(z.string(), z.unknown()).describe("What it adds to the field's schema"),
    }),
  ),
  checked: z.int(),
});

const preview = z.object({
  checked: z.int().describe("Rows that were tried"),
  rows: z.int().describe("Rows that the registry has"),
  failing: z.int().describe("Rows with at least one error"),
  groups: z.array(
    z.object({
      field: z.string().nullable(),
      reason: z.string(),
      message: z.string(),
      severity: z.string(),
      rows: z.int(),
    }),
  ),
});

const imported = z.object({
  document,
  leftOut: z.array(z.string()).describe("JSON pointers to what the registry has no field or option set for"),
});

export const schemaViews = {
  Schema: schema,
  SchemaVersion: version,
  SchemaSummary: summary,
  SchemaProposal: proposal,
  SchemaPreview: preview,
  ImportedSchema: imported,
};

const example = {
  properties: { Population: { type: "integer", minimum: 0 } },
  required: ["Population"],
  "x-rules": [
    {
      id: "name-or-code",
      kind: "formula",
      expression: "row.name != null || row.code != null",
      message: "Give the row a name or a code.",
      severity: "error",
    },
  ],
};

export const listSchemasOperation = operation({
  id: "listSchemas",
  method: "GET",
  path: "/schemas",
  summary: "Every registry with the version of its schema",
  permission: "schema:read",
  answer: pageOf(summary),
  status: 200,
});

export const getSchemaOperation = operation({
  id: "getSchema",
  method: "GET",
  path: "/registries/{id}/schema",
  summary: "The schema in force, its draft with what publishing that would make, and every published version",
  permission: "schema:read",
  answer: schema,
  status: 200,
});

export const putSchemaOperation = operation({
  id: "putSchema",
  method: "PUT",
  path: "/registries/{id}/schema",
  summary: "Puts a JSON Schema in the draft's place; fields may be named by name or id",
  permission: "schema:write",
  body: z.looseObject({}).describe("A JSON Schema 2020-12 of one row"),
  answer: schema,
  status: 200,
  example,
});

export const proposeSchemaOperation = operation({
  id: "proposeSchema",
  method: "POST",
  path: "/registries/{id}/schema/propose",
  summary: "Rules that nearly all rows keep to already, each with the rows that do not; stores nothing",
  permission: "schema:read",
  answer: proposal,
  status: 200,
});

export const importSchemaOperation = operation({
  id: "importSchema",
  method: "POST",
  path: "/registries/{id}/schema/import",
  summary: "A schema from a URL, as far as it speaks of the registry's fields; stores nothing",
  permission: "schema:write",
  body: importSchemaInput,
  answer: imported,
  status: 200,
  example: { url: "https://schema.example.com/evidence/1.2.0.json" },
});

export const previewSchemaOperation = operation({
  id: "previewSchema",
  method: "POST",
  path: "/registries/{id}/schema/preview",
  summary: "How many rows fail a schema as they stand now, by cause; stores nothing",
  permission: "schema:read",
  body: previewSchemaInput,
  answer: preview,
  status: 200,
  example: { document: example },
});

export const publishSchemaOperation = operation({
  id: "publishSchema",
  method: "POST",
  path: "/registries/{id}/schema/publish",
  summary: "Makes the draft the schema in force; the next run holds every row against it",
  permission: "schema:publish",
  body: publishSchemaInput,
  answer: schema,
  status: 200,
  example: {},
});

export const getPublishedSchemaOperation = operation({
  id: "getPublishedSchema",
  method: "GET",
  path: "/schemas/{registry}/{file}",
  summary:
    "A published version, named {version}.json; served to anyone at /schemas/{registry}/{version}.json",
  permission: "schema:read",
  answer: document,
  status: 200,
});
