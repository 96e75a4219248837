import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { withoutDrift } from "./drift";

type Schema = Record<string, unknown>;

interface Document {
  readonly components: { readonly schemas: Record<string, Schema> };
  readonly paths: Record<string, Record<string, { responses: Record<string, ResponseObject> }>>;
}

interface ResponseObject {
  readonly content: { readonly "application/json": { readonly schema: Schema } };
}

/** The official document beside the checkout, or null where it is not. */
function findDocument(): Document | null {
  for (const up of ["..", "../.."]) {
    const file = path.resolve(up, "shared/data/notion-openapi.json");
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Document;
  }
  return null;
}

export interface Contract {
  /** What the official schema says against a 200 answer of an operation; empty = nothing. */
  response(method: string, pattern: string, body: unknown, version?: string): string[];
  /** The same for a named schema. */
  schema(name: string, body: unknown): string[];
}

/** Validators from the official OpenAPI document; null where it is absent. */
export function loadContract(): Contract | null {
  const document = findDocument();
  if (document === null) return null;
  const { schemas } = document.components;
  loosenMembers(document);
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  ajv.addFormat("uuid", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  ajv.addFormat("date-time", /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
  // The document says `date` where the API takes and gives datetimes too.
  ajv.addFormat("date", /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}\.\d{3}[+-]\d{2}:\d{2})?$/);
  ajv.addSchema({ $id: "notion", components: { schemas } });
  const compiled = new Map<string, ValidateFunction>();
  const check = (name: string, schema: Schema, body: unknown, version?: string): string[] => {
    const validate = compiled.get(name) ?? ajv.compile(schema);
    compiled.set(name, validate);
    if (validate(withoutDrift(body, version)) === true) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`);
  };
  return {
    response(method, pattern, body, version) {
      const operation = document.paths[pattern]?.[method.toLowerCase()];
      const schema = operation?.responses["200"]?.content["application/json"].schema;
      if (schema === undefined) return [`no operation ${method} ${pattern}`];
      return check(`${method} ${pattern}`, absolute(schema), body, version);
    },
    schema: (name, body) => check(name, { $ref: `notion#/components/schemas/${name}` }, body),
  };
}

const absolute = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"notion#/components')) as Schema;

/**
 * The document puts `additionalProperties: false` on the members of `allOf`, where by the letter nothing can
 * satisfy both. The members lose it and the whole gets `unevaluatedProperties: false`, as is meant.
 */
function loosenMembers(document: Document): void {
  const { schemas } = document.components;
  const visit = (node: unknown, isMember: boolean): void => {
    if (typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) {
      for (const each of node) visit(each, isMember);
      return;
    }
    const schema = node as Schema;
    if (isMember) {
      if (schema.additionalProperties === false) delete schema.additionalProperties;
      const name = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined;
      const target = name === undefined ? undefined : schemas[name];
      if (target !== undefined) loosen(target);
    }
    if (Array.isArray(schema.allOf) && !isMember) schema.unevaluatedProperties = false;
    for (const [key, inner] of Object.entries(schema))
      visit(inner, key === "allOf" || (isMember && (key === "oneOf" || key === "anyOf")));
  };
  const seen = new Set<Schema>();
  const loosen = (schema: Schema): void => {
    if (seen.has(schema)) return;
    seen.add(schema);
    visit(schema, true);
    delete schema.unevaluatedProperties;
  };
  visit(schemas, false);
  visit(document.paths, false);
}
