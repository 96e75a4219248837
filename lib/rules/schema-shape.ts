/**
 * The part of JSON Schema 2020-12 that a schema document may use, as one table: each keyword and what its value is.
 * Left out is what cannot be bounded or judged alone: other documents, dynamic and recursive references, and
 * `unevaluated...`.
 */

/** A JSON Schema below the document: `true`, `false` or an object of keywords. */
export type Subschema = boolean | SchemaObject;

export type SchemaObject = Readonly<Record<string, unknown>>;

/**
 * What a keyword's value is. *note*: for readers, judges nothing. *count*: a whole number, 0 or more. *schemas*: a
 * list; *schema-map*: by name, the names being properties of what is judged except in `$defs`; *pattern-map*: by
 * pattern. *names*: a list of property names; *names-map*: such lists by property name. *own*: ours, read elsewhere.
 */
export type Shape =
  | "note"
  | "schema"
  | "schemas"
  | "schema-map"
  | "pattern-map"
  | "names"
  | "names-map"
  | "number"
  | "positive"
  | "count"
  | "flag"
  | "pattern"
  | "format"
  | "type"
  | "members"
  | "any"
  | "ref"
  | "own";

export const KEYWORDS: Readonly<Record<string, Shape>> = {
  $schema: "note",
  $id: "note",
  $comment: "note",
  title: "note",
  description: "note",
  default: "note",
  examples: "note",
  deprecated: "note",
  readOnly: "note",
  writeOnly: "note",
  $defs: "schema-map",
  $ref: "ref",
  type: "type",
  enum: "members",
  const: "any",
  minimum: "number",
  maximum: "number",
  exclusiveMinimum: "number",
  exclusiveMaximum: "number",
  multipleOf: "positive",
  minLength: "count",
  maxLength: "count",
  pattern: "pattern",
  format: "format",
  items: "schema",
  prefixItems: "schemas",
  contains: "schema",
  minContains: "count",
  maxContains: "count",
  minItems: "count",
  maxItems: "count",
  uniqueItems: "flag",
  properties: "schema-map",
  patternProperties: "pattern-map",
  propertyNames: "schema",
  additionalProperties: "schema",
  required: "names",
  minProperties: "count",
  maxProperties: "count",
  dependentRequired: "names-map",
  dependentSchemas: "schema-map",
  allOf: "schemas",
  anyOf: "schemas",
  oneOf: "schemas",
  not: "schema",
  if: "schema",
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: "schema",
  else: "schema",
  "x-options": "own",
  "x-lifecycle": "own",
  "x-severity": "own",
  "x-rules": "own",
};

/** Keywords that judge the same instance as the schema they stand in. */
const IN_PLACE = new Set(["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"]);

export const isInPlace = (keyword: string): boolean => IN_PLACE.has(keyword);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isSubschema = (value: unknown): value is Subschema =>
  typeof value === "boolean" || isObject(value);

/** A schema within another: under which keyword, and how to get there from it. */
export interface Below {
  readonly keyword: string;
  readonly path: readonly string[];
  readonly schema: Subschema;
}

/** The schemas directly below one, in its order. Values of the wrong shape are passed over. */
export function schemasBelow(schema: SchemaObject): Below[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const under = (path: readonly string[], below: unknown): Below[] =>
      isSubschema(below) ? [{ keyword, path, schema: below }] : [];
    switch (KEYWORDS[keyword]) {
      case "schema":
        return under([keyword], value);
      case "schemas":
        return Array.isArray(value) ? value.flatMap((item, at) => under([keyword, String(at)], item)) : [];
      case "schema-map":
      case "pattern-map":
        return isObject(value)
          ? Object.entries(value).flatMap(([name, item]) => under([keyword, name], item))
          : [];
      default:
        return [];
    }
  });
}

/** A copy of the schema in which each schema directly below is what `replace` makes of it. */
export function mapSchemasBelow(
  schema: SchemaObject,
  replace: (below: Below) => Subschema,
): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...schema };
  for (const below of schemasBelow(schema)) {
    const [keyword = "", name] = below.path;
    const made = replace(below);
    if (name === undefined) copy[keyword] = made;
    else copy[keyword] = withMember(copy[keyword], name, made);
  }
  return copy;
}

function withMember(holder: unknown, name: string, member: Subschema): unknown {
  if (Array.isArray(holder)) return holder.map((item, at) => (String(at) === name ? member : item));
  return { ...(isObject(holder) ? holder : {}), [name]: member };
}

/** A JSON pointer (RFC 6901) of these steps. */
export const pointer = (path: readonly string[]): string =>
  path.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
