/**
 * Whether a document without references can judge rows of these fields: every keyword known and of the right shape,
 * every field there, every type one that the field's values can have.
 */
import type { Field } from "@/lib/engine/field";
import { keywordProblems, typesOf } from "./check-keyword";
import { ownProblems } from "./check-own-keywords";
import type { Inlined, SchemaProblem } from "./inline-refs";
import {
  type Below,
  isInPlace,
  isObject,
  pointer,
  type SchemaObject,
  type Subschema,
  schemasBelow,
} from "./schema-shape";
import { FORMATS, fitsFormat, fitsMember, fitsType, JSON_TYPES } from "./value-form";

/** What a schema judges: the row, the value of one field, or something inside such a value. */
type Judged =
  | { readonly kind: "row" }
  | { readonly kind: "cell"; readonly field: Field }
  | { readonly kind: "part" };

const PART: Judged = { kind: "part" };

const ROW_KEYWORDS = new Set([
  ...["$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated"],
  ...["readOnly", "writeOnly", "type", "properties", "required", "additionalProperties", "dependentRequired"],
  ...["dependentSchemas", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "x-rules"],
]);

export function schemaProblems({ schema, origin }: Inlined, fields: readonly Field[]): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const byId = new Map(fields.map((field) => [field.id, field]));
  const visit = (at: Subschema, judged: Judged, isRoot: boolean): void => {
    if (typeof at === "boolean") return;
    const here = origin.get(at) ?? "";
    const found = [
      ...shapeProblems(at),
      ...(judged.kind === "row" ? rowProblems(at, byId) : []),
      ...(judged.kind === "cell" ? fitProblems(at, judged.field) : []),
    ];
    for (const { path, message } of found) problems.push({ path: here + pointer(path), message });
    for (const below of schemasBelow(at)) {
      const next = judgedBelow(judged, below, byId);
      const place = (path: readonly string[]): string => originOf(origin, below) + pointer(path);
      const isProperty = isRoot && next.kind === "cell" && below.keyword === "properties";
      if (isProperty) problems.push(...ownProblems(below.schema, next.field, place));
      problems.push(...misplaced(below.schema, isProperty, place));
      visit(below.schema, next, false);
    }
  };
  visit(schema, { kind: "row" }, true);
  return problems;
}

const originOf = (origin: Inlined["origin"], { schema, path }: Below): string =>
  origin.get(schema) ?? pointer(path);

function judgedBelow(judged: Judged, { keyword, path }: Below, byId: ReadonlyMap<string, Field>): Judged {
  if (isInPlace(keyword)) return judged;
  if (judged.kind !== "row" || keyword !== "properties") return PART;
  const field = byId.get(path[1] ?? "");
  return field === undefined ? PART : { kind: "cell", field };
}

interface Found {
  readonly path: readonly string[];
  readonly message: string;
}

const shapeProblems = (schema: SchemaObject): Found[] =>
  Object.entries(schema).flatMap(([keyword, value]) =>
    keywordProblems(keyword, value).map(({ path, message }) => ({ path: [keyword, ...path], message })),
  );

function rowProblems(schema: SchemaObject, byId: ReadonlyMap<string, Field>): Found[] {
  const known = (path: readonly string[], names: readonly unknown[]): Found[] =>
    names.flatMap((name, at) =>
      typeof name === "string" && !byId.has(name)
        ? [{ path: [...path, String(at)], message: "There is no field of this id or name." }]
        : [],
    );
  const keys = (keyword: string): Found[] =>
    Object.keys(isObject(schema[keyword]) ? schema[keyword] : {}).flatMap((name) =>
      known([keyword, name], [name]).map(({ message }) => ({ path: [keyword, name], message })),
    );
  const dependents = isObject(schema.dependentRequired) ? Object.entries(schema.dependentRequired) : [];
  return [
    ...Object.keys(schema)
      .filter((keyword) => !ROW_KEYWORDS.has(keyword))
      .map((keyword) => ({
        path: [keyword],
        message: `${keyword} judges no row; it belongs under properties.`,
      })),
    ...rowTypeProblems(schema),
    ...keys("properties"),
    ...keys("dependentSchemas"),
    ...keys("dependentRequired"),
    ...known(["required"], Array.isArray(schema.required) ? schema.required : []),
    ...dependents.flatMap(([name, list]) =>
      known(["dependentRequired", name], Array.isArray(list) ? list : []),
    ),
    ...unlisted(schema, byId),
  ];
}

const rowTypeProblems = ({ type }: SchemaObject): Found[] =>
  type === undefined || typesOf(type)?.includes("object") !== false
    ? []
    : [{ path: ["type"], message: 'A row is an "object".' }];

/** Rows have a cell for every field, so a field left out of a closed schema would make every row invalid. */
function unlisted(schema: SchemaObject, byId: ReadonlyMap<string, Field>): Found[] {
  if (schema.additionalProperties === undefined || schema.additionalProperties === true) return [];
  const listed = isObject(schema.properties) ? schema.properties : {};
  const isClosed = schema.additionalProperties === false;
  if (isClosed && [...byId.keys()].every((id) => Object.hasOwn(listed, id))) return [];
  const message = isClosed
    ? "A row has a value for every field, but not every field is listed under properties."
    : "additionalProperties of a row takes true or false.";
  return [{ path: ["additionalProperties"], message }];
}

/** What can never hold for a value of the field. */
function fitProblems(schema: SchemaObject, field: Field): Found[] {
  const types = "type" in schema ? typesOf(schema.type) : null;
  const format = FORMATS.find((known) => known === schema.format);
  const members = Array.isArray(schema.enum) ? schema.enum : [];
  const what = `values of ${field.name} (${field.type})`;
  return [
    ...(types === null || JSON_TYPES.some((type) => types.includes(type) && fitsType(field, type))
      ? []
      : [{ path: ["type"], message: `No type given here fits ${what}.` }]),
    ...(format === undefined || fitsFormat(field, format)
      ? []
      : [{ path: ["format"], message: `The format ${format} never fits ${what}.` }]),
    ...members.flatMap((member, at) =>
      fitsMember(field, member)
        ? []
        : [{ path: ["enum", String(at)], message: `The value is of another type than ${what}.` }],
    ),
    ...("const" in schema && !fitsMember(field, schema.const)
      ? [{ path: ["const"], message: `The value is of another type than ${what}.` }]
      : []),
  ];
}

/** Our keywords speak of a whole field, or of the whole row; anywhere else nothing would heed them. */
const misplaced = (
  schema: Subschema,
  isProperty: boolean,
  place: (path: readonly string[]) => string,
): SchemaProblem[] =>
  Object.keys(isObject(schema) ? schema : {}).flatMap((keyword) => {
    if (keyword === "x-rules")
      return [{ path: place([keyword]), message: "x-rules stands at the top of the document." }];
    if (isProperty || !keyword.startsWith("x-")) return [];
    return [{ path: place([keyword]), message: `${keyword} stands directly in the schema of a field.` }];
  });
