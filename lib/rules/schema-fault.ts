/** From what ajv says about an instance to faults of its row. */
import type { ErrorObject } from "ajv";
import { type BuiltInReason, type Fault, reasonOf, type Severity } from "./fault";
import { demand, named } from "./fault-message";
import { isInPlace, isObject, type SchemaObject, type Subschema } from "./schema-shape";

/** What is needed to speak of a row's fields. */
export interface Speaker {
  readonly nameOf: (fieldId: string) => string;
  /** How grave a field's own faults are. */
  readonly severityOf: (fieldId: string) => Severity;
}

/** Keywords whose error sums up those of the schemas below them. */
const SUMMARIES = new Set(["anyOf", "oneOf", "contains", "propertyNames"]);

const REASONS: Readonly<Record<string, BuiltInReason>> = {
  required: "required",
  dependentRequired: "required",
  type: "type",
  enum: "enum",
  const: "enum",
  pattern: "pattern",
  format: "format",
  minimum: "range",
  maximum: "range",
  exclusiveMinimum: "range",
  exclusiveMaximum: "range",
  multipleOf: "range",
  minLength: "range",
  maxLength: "range",
  minItems: "range",
  maxItems: "range",
  minProperties: "range",
  maxProperties: "range",
};

/** `schema` must hold no references, so that an error's path leads from the row to what was broken. */
export function schemaFaults(
  errors: readonly ErrorObject[],
  schema: SchemaObject,
  speaker: Speaker,
): Fault[] {
  const summed = errors
    .filter(({ keyword }) => SUMMARIES.has(keyword))
    .map(({ schemaPath }) => `${schemaPath}/`);
  return errors
    .filter(({ keyword }) => keyword !== "if")
    .filter(({ schemaPath }) => !summed.some((path) => schemaPath.startsWith(path)))
    .map((error) => faultOf(error, schema, speaker));
}

function faultOf(error: ErrorObject, schema: SchemaObject, speaker: Speaker): Fault {
  const place = placeOf(error);
  const reason = reasonOf(REASONS[error.keyword] ?? "shape");
  const { field } = place;
  if (place.group === null && field !== null) {
    const message = `${subject(place, speaker.nameOf(field))} ${demand(error.keyword, error.params)}`;
    return { field, fields: [field], reason, message, severity: speaker.severityOf(field) };
  }
  const mentioned = fieldsOfGroup(schema, place.group);
  const fields = field === null ? mentioned : [...new Set([field, ...mentioned])];
  return {
    field,
    fields,
    reason,
    message: joinedMessage(error, { ...place, fields }, speaker),
    severity: "error",
  };
}

function joinedMessage(
  error: ErrorObject,
  place: Place & { readonly fields: readonly string[] },
  speaker: Speaker,
): string {
  const { field, fields } = place;
  if (field === null) return `${named(fields.map(speaker.nameOf))} do not fit together.`;
  const others = fields.filter((id) => id !== field).map(speaker.nameOf);
  const sentence = `${subject(place, speaker.nameOf(field))} ${demand(error.keyword, error.params)}`;
  return others.length === 0 ? sentence : `${sentence.replace(/[.]$/, "")} (because of ${named(others)}).`;
}

/** Where in the schema an error arose. */
interface Place {
  /** The keyword at the top of the document that joins several fields, with its index or key; null = none does. */
  readonly group: readonly string[] | null;
  /** The field that is at fault, if one is. */
  readonly field: string | null;
  /** The steps from the field's schema to what was broken in it; what is missing inside is the last. */
  readonly inside: readonly string[];
}

function placeOf({ schemaPath, keyword, params }: ErrorObject): Place {
  const steps = schemaPath.split("/").slice(1, -1).map(decoded);
  let at = 0;
  while (isInPlace(steps[at] ?? "")) at += stepsOf(steps[at] ?? "");
  const group =
    at === 0
      ? keyword === "dependentRequired"
        ? [keyword, String(params.property)]
        : null
      : steps.slice(0, at);
  const missing = params.missingProperty;
  if (steps[at] === "properties") {
    const inside = steps.slice(at + 2);
    return {
      group,
      field: steps[at + 1] ?? null,
      inside: missing === undefined ? inside : [...inside, "properties", missing],
    };
  }
  if (typeof missing === "string") return { group, field: missing, inside: [] };
  return { group: group ?? [keyword], field: null, inside: [] };
}

/** How many steps an in-place keyword takes: its name, and the index or key of one of its schemas. */
const stepsOf = (keyword: string): number => (["not", "if", "then", "else"].includes(keyword) ? 1 : 2);

const decoded = (step: string): string =>
  decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");

/** The fields that the keyword at the top names, conditions included. */
function fieldsOfGroup(schema: SchemaObject, group: readonly string[] | null): string[] {
  const [keyword = "", key = ""] = group ?? [];
  switch (keyword) {
    case "allOf":
      return fieldsIn(Array.isArray(schema.allOf) ? schema.allOf[Number(key)] : undefined);
    case "if":
    case "then":
    case "else":
      return unique([schema.if, schema.then, schema.else].flatMap(fieldsIn));
    case "dependentRequired":
      return [key];
    case "dependentSchemas":
      return unique([
        key,
        ...fieldsIn(isObject(schema.dependentSchemas) ? schema.dependentSchemas[key] : undefined),
      ]);
    default:
      return unique([schema[keyword]].flat().flatMap(fieldsIn));
  }
}

/** Every field that a schema of rows names. */
function fieldsIn(schema: unknown): string[] {
  if (!isObject(schema)) return [];
  const { properties, required, dependentRequired, dependentSchemas } = schema;
  const inPlace = Object.entries(schema).filter(
    ([keyword]) => isInPlace(keyword) && keyword !== "dependentSchemas",
  );
  return unique([
    ...keysOf(properties),
    ...(Array.isArray(required) ? required.map(String) : []),
    ...keysOf(dependentRequired),
    ...(isObject(dependentRequired) ? Object.values(dependentRequired).flat().map(String) : []),
    ...keysOf(dependentSchemas),
    ...(isObject(dependentSchemas) ? Object.values(dependentSchemas).flatMap(fieldsIn) : []),
    ...inPlace.flatMap(([, below]) => ([below].flat() as Subschema[]).flatMap(fieldsIn)),
  ]);
}

const keysOf = (map: unknown): string[] => (isObject(map) ? Object.keys(map) : []);

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

/** What a sentence about the error is about: the field, or something in it as the schema, not the value, calls it. */
function subject({ inside }: Place, name: string): string {
  let label = name;
  for (let at = 0; at < inside.length; at += 1) {
    const keyword = inside[at] ?? "";
    if (keyword === "properties") label = `${inside[at + 1]} in ${label}`;
    label = (INSIDE[keyword] ?? "") + label;
    if (HAS_KEY.has(keyword)) at += 1;
  }
  return label.replace(
    /^(?:each entry|an entry|a name) /,
    (start) => `${start[0]?.toUpperCase()}${start.slice(1)}`,
  );
}

const INSIDE: Readonly<Record<string, string>> = {
  items: "each entry of ",
  contains: "each entry of ",
  prefixItems: "each entry of ",
  additionalProperties: "an entry of ",
  patternProperties: "an entry of ",
  propertyNames: "a name in ",
};

/** Keywords after which a path names one of their schemas. */
const HAS_KEY = new Set([
  ...["properties", "patternProperties", "prefixItems", "dependentSchemas", "allOf", "anyOf", "oneOf"],
]);
