/** The JSON Schema part of the rules: ajv over a row's instance, its patterns by re2js. */
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import type { Fault } from "./fault";
import { linearPattern } from "./linear-pattern.mjs";
import type { Instance } from "./row-instance";
import { type Speaker, schemaFaults } from "./schema-fault";
import type { SchemaObject } from "./schema-shape";
import { FORMATS } from "./value-form";

const OWN_KEYWORDS = ["x-options", "x-lifecycle", "x-severity", "x-rules"];

/** `schema` is a document without references. */
export function schemaJudge(
  schema: SchemaObject,
  speaker: Speaker,
): (instance: Instance) => readonly Fault[] {
  const validate = validator().compile(schema);
  return (instance) => (validate(instance) ? [] : schemaFaults(validate.errors ?? [], schema, speaker));
}

/** One per schema: an ajv keeps what it compiled for as long as it lives. */
function validator(): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    // Types are optional in a document: a field has one anyway.
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    allErrors: true,
    ownProperties: true,
    multipleOfPrecision: 9,
    // The document was read by readSchemaDocument, which knows more than the meta-schema does.
    validateSchema: false,
    meta: false,
    messages: false,
    logger: false,
    code: { regExp: Object.assign(pattern, { code: "" }) },
  });
  addFormats(ajv, { mode: "fast", formats: [...FORMATS] });
  ajv.addVocabulary(OWN_KEYWORDS);
  // ajv's own compares every entry with every other.
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({ keyword: "uniqueItems", type: "array", schemaType: "boolean", validate: isUniqueIfAsked });
  return ajv;
}

/** ajv keeps one of all patterns of a schema that have the same text, and takes `toString` for it. */
function pattern(source: string): {
  readonly test: (text: string) => boolean;
  readonly toString: () => string;
} {
  const compiled = linearPattern(source);
  if (compiled.isRefused) throw new Error(`The pattern ${compiled.why}.`);
  return { test: compiled.test, toString: () => source };
}

/** JSON cells are canonical text, so equal entries have equal texts. */
function isUniqueIfAsked(isAsked: boolean, entries: readonly unknown[]): boolean {
  if (!isAsked) return true;
  try {
    return new Set(entries.map((entry) => JSON.stringify(entry))).size === entries.length;
  } catch {
    // Nested too deeply to be written down.
    return false;
  }
}
