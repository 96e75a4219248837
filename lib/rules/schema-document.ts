/**
 * The canonical schema of a registry: a JSON Schema 2020-12 of one row, its properties by field id, with keywords of
 * ours for option sets, lifecycles, severities and custom rules. Reading one refuses whatever could not be judged in
 * bounded time, or could never hold.
 */
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";
import type { Field } from "@/lib/engine/field";
import { AppError } from "@/lib/errors";
import { ruleProblems } from "./check-own-keywords";
import { schemaProblems } from "./check-schema";
import { customRule } from "./custom-rule";
import { boundProblems, plainJson } from "./document-bounds";
import { inlineRefs, type SchemaProblem } from "./inline-refs";
import { isObject, pointer } from "./schema-shape";
import { translateNames } from "./translate-names";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

const MAX_PROBLEMS = 50;
const MAX_RULES = 100;

/** The form and the bounds of a document. Whether it suits a registry's fields is `readSchemaDocument`'s to say. */
export const schemaDocument = z
  .looseObject({
    $schema: z.literal(DIALECT).default(DIALECT),
    type: z.literal("object").default("object"),
    properties: z.record(z.string(), z.looseObject({})).default({}),
    required: z.array(z.string()).default([]),
    "x-rules": z.array(customRule).max(MAX_RULES).optional(),
  })
  .superRefine((document, context) => {
    for (const { path, message } of boundProblems(document))
      context.addIssue({ code: "custom", message, path: stepsTo(path) });
  });

export type SchemaDocument = z.infer<typeof schemaDocument>;

/**
 * A document as it was sent, checked against the registry's fields, its field names turned into ids. Throws AppError
 * `invalid-input` whose paths are JSON pointers into it, at most 50 of them.
 */
export function readSchemaDocument(value: unknown, fields: readonly Field[]): SchemaDocument {
  const sent = plainJson(value);
  if (!isObject(sent))
    throw refusal([{ path: "", message: "A schema is a JSON object, not too deeply nested." }]);
  const beyond = boundProblems(sent);
  if (beyond.length > 0) throw refusal(beyond);
  const read = schemaDocument.safeParse(translateNames(sent, fields));
  if (!read.success)
    throw refusal(
      read.error.issues.map(({ path, message }) => ({ path: pointer(path.map(String)), message })),
    );
  const document = { ...read.data, required: [...new Set(read.data.required)] };
  const inlined = inlineRefs(document);
  const problems = inlined.problems.length > 0 ? inlined.problems : schemaProblems(inlined, fields);
  const all = [...problems, ...ruleProblems(document["x-rules"] ?? [], fields)];
  if (all.length > 0) throw refusal(all);
  return document;
}

/** 64 hex digits over the document's RFC 8785 text. */
export const schemaHash = (document: SchemaDocument): string =>
  createHash("sha256")
    .update(canonicalize(document) ?? "")
    .digest("hex");

const refusal = (problems: readonly SchemaProblem[]): AppError =>
  new AppError("invalid-input", "This schema cannot be used.", {
    remedy: "Mend what is listed and send it again.",
    paths: problems.slice(0, MAX_PROBLEMS),
  });

const stepsTo = (path: string): string[] =>
  path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
