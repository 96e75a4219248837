/**
 * Lets a document call fields by their names: wherever a row's schema names a field, a name that is no id becomes the
 * id of the one field that bears it. What is known to nobody stays, and is refused where the document is checked.
 * Schemas under `$defs` are not looked at: nobody can say yet whether they judge a row.
 */
import type { Field } from "@/lib/engine/field";
import { isInPlace, isObject, mapSchemasBelow, type SchemaObject, type Subschema } from "./schema-shape";

export function translateNames(document: SchemaObject, fields: readonly Field[]): SchemaObject {
  const toId = (name: string): string => idOf(name, fields);
  const translated = rowSchema(document, toId);
  if (typeof translated === "boolean") return document;
  const rules = translated["x-rules"];
  return Array.isArray(rules)
    ? { ...translated, "x-rules": rules.map((rule) => ofRule(rule, toId)) }
    : translated;
}

function idOf(name: string, fields: readonly Field[]): string {
  if (fields.some((field) => field.id === name)) return name;
  const [named, ...others] = fields.filter((field) => field.name === name);
  return named !== undefined && others.length === 0 ? named.id : name;
}

type ToId = (name: string) => string;

function rowSchema(schema: Subschema, toId: ToId): Subschema {
  if (typeof schema === "boolean") return schema;
  const copy = mapSchemasBelow(schema, ({ keyword, schema: below }) =>
    isInPlace(keyword) ? rowSchema(below, toId) : below,
  );
  for (const keyword of ["properties", "dependentSchemas"]) copy[keyword] = renamed(copy[keyword], toId);
  copy.required = names(copy.required, toId);
  const dependent = renamed(copy.dependentRequired, toId);
  copy.dependentRequired = isObject(dependent)
    ? Object.fromEntries(Object.entries(dependent).map(([name, list]) => [name, names(list, toId)]))
    : dependent;
  return Object.fromEntries(Object.entries(copy).filter(([, value]) => value !== undefined));
}

/** Keys translated; if two keys mean one field, both stay as they are, and the one that is no id is refused. */
function renamed(map: unknown, toId: ToId): unknown {
  if (!isObject(map)) return map;
  const pairs = Object.entries(map).map(([name, value]): [string, unknown] => {
    const id = toId(name);
    return [id !== name && Object.hasOwn(map, id) ? name : id, value];
  });
  return Object.fromEntries(pairs);
}

const names = (list: unknown, toId: ToId): unknown =>
  Array.isArray(list) ? list.map((name) => (typeof name === "string" ? toId(name) : name)) : list;

const ofRule = (rule: unknown, toId: ToId): unknown =>
  isObject(rule) && typeof rule.field === "string" ? { ...rule, field: toId(rule.field) } : rule;
