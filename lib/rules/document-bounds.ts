/** How large a schema document may be, and which keys it may not have anywhere. */
import { MAX_DEPTH, MAX_KEYWORDS, type SchemaProblem } from "./inline-refs";
import { isObject, pointer, type SchemaObject, schemasBelow } from "./schema-shape";

const MAX_BYTES = 256 * 1024;
const MAX_PROPERTIES = 200;

/** Of JSON values in one another: each schema adds at most three, and a value in it some more. */
const MAX_NESTING = 3 * MAX_DEPTH + 12;

/** They would reach the prototype of whatever object is indexed by them. */
const PROTOTYPE_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/** The value as JSON would carry it; undefined if it cannot. */
export function plainJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return undefined;
  }
}

export function boundProblems(document: SchemaObject): SchemaProblem[] {
  const misuse = nestingProblem(document, []);
  if (misuse !== null) return [misuse];
  if (Buffer.byteLength(JSON.stringify(document)) > MAX_BYTES)
    return [{ path: "", message: `A schema has at most ${MAX_BYTES / 1024} KB.` }];
  const problems: SchemaProblem[] = [];
  if (isObject(document.properties) && Object.keys(document.properties).length > MAX_PROPERTIES)
    problems.push({ path: "/properties", message: `A schema has at most ${MAX_PROPERTIES} properties.` });
  if (keywordsIn(document) > MAX_KEYWORDS)
    problems.push({ path: "", message: `A schema has at most ${MAX_KEYWORDS} keywords.` });
  return problems;
}

function nestingProblem(value: unknown, path: readonly string[]): SchemaProblem | null {
  if (typeof value !== "object" || value === null) return null;
  if (path.length > MAX_NESTING)
    return { path: pointer(path), message: `Values stand in one another more than ${MAX_NESTING} deep.` };
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, key];
    if (PROTOTYPE_KEYS.has(key))
      return { path: pointer(at), message: `The key "${key}" is not allowed anywhere in a schema.` };
    const found = nestingProblem(member, at);
    if (found !== null) return found;
  }
  return null;
}

function keywordsIn(schema: SchemaObject): number {
  const below = schemasBelow(schema).map((part) => (isObject(part.schema) ? keywordsIn(part.schema) : 0));
  return below.reduce((sum, count) => sum + count, Object.keys(schema).length);
}
