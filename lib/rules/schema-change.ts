/** What a change of one schema means for the rows that it judges, keyword by keyword. */
import canonicalize from "canonicalize";
import { typesOf } from "./check-keyword";
import { lifecycleChange, type Turn } from "./lifecycle-change";
import { isObject, KEYWORDS, type SchemaObject } from "./schema-shape";

export type Weight = "major" | "minor" | "patch";

export interface Change {
  readonly weight: Weight;
  /** A sentence about what changed, without a cell's value. */
  readonly sentence: string;
}

/** `name` begins the sentences. A field whose faults only warn makes nothing invalid. */
export function propertyChanges(name: string, before: SchemaObject, after: SchemaObject): readonly Change[] {
  const wasWarning = before["x-severity"] === "warning";
  const isWarning = after["x-severity"] === "warning";
  if (wasWarning && !isWarning) return [{ weight: "major", sentence: `${name}: its faults are errors now.` }];
  const changes = schemaChanges(name, before, after).map(
    (change): Change => (isWarning && change.weight === "major" ? { ...change, weight: "minor" } : change),
  );
  if (wasWarning === isWarning) return changes;
  return [{ weight: "minor", sentence: `${name}: its faults only warn now.` }, ...changes];
}

function schemaChanges(name: string, before: SchemaObject, after: SchemaObject): Change[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  keywords.delete("x-severity");
  return [...keywords].flatMap((keyword) => {
    const [was, is] = [before[keyword], after[keyword]];
    if (text(was) === text(is)) return [];
    if (KEYWORDS[keyword] === "note")
      return [{ weight: "patch" as const, sentence: `${name}: ${keyword} changed.` }];
    if (isObject(was) && isObject(is)) {
      if (keyword === "items") return schemaChanges(name, was, is);
      if (keyword === "properties") return memberChanges(name, was, is);
    }
    return changeOf(name, keyword, turnOf(keyword, was, is));
  });
}

/** Of the properties of a JSON value. Unlike a row's, they may all have been there before the schema spoke of them. */
function memberChanges(name: string, before: SchemaObject, after: SchemaObject): Change[] {
  const members = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...members].flatMap((member) => {
    const [was, is] = [before[member] ?? {}, after[member] ?? {}];
    if (isObject(was) && isObject(is)) return schemaChanges(`${member} in ${name}`, was, is);
    return text(was) === text(is) ? [] : changeOf(name, member, "stricter");
  });
}

function changeOf(name: string, keyword: string, turn: Turn): Change[] {
  if (turn === "same") return [];
  const how = turn === "stricter" ? "stricter" : "looser";
  return [{ weight: turn === "stricter" ? "major" : "minor", sentence: `${name}: ${keyword} is ${how}.` }];
}

/** Where it cannot be told what a change means, it is taken to be stricter. */
function turnOf(keyword: string, was: unknown, is: unknown): Turn {
  if (is === undefined) return "looser";
  if (was === undefined) return keyword === "uniqueItems" && is === false ? "same" : "stricter";
  switch (keyword) {
    case "type":
      return setTurn(widened(typesOf(was)), widened(typesOf(is)));
    case "enum":
      return Array.isArray(was) && Array.isArray(is) ? setTurn(was.map(text), is.map(text)) : "stricter";
    case "minimum":
    case "exclusiveMinimum":
    case "minLength":
    case "minItems":
    case "minProperties":
    case "minContains":
      return Number(is) > Number(was) ? "stricter" : "looser";
    case "maximum":
    case "exclusiveMaximum":
    case "maxLength":
    case "maxItems":
    case "maxProperties":
    case "maxContains":
      return Number(is) < Number(was) ? "stricter" : "looser";
    case "multipleOf":
      return Number.isInteger(Number(was) / Number(is)) ? "looser" : "stricter";
    case "required":
      return Array.isArray(was) && Array.isArray(is) ? setTurn(is, was) : "stricter";
    case "uniqueItems":
      return is === true ? "stricter" : "looser";
    case "x-lifecycle":
      return lifecycleChange(was, is);
    default:
      return "stricter";
  }
}

/** Of the values that are allowed. */
function setTurn(was: readonly unknown[], is: readonly unknown[]): Turn {
  if (was.some((member) => !is.includes(member))) return "stricter";
  return is.some((member) => !was.includes(member)) ? "looser" : "same";
}

/** Every integer is a number. */
const widened = (types: readonly string[] | null): readonly string[] =>
  types?.includes("number") ? [...types, "integer"] : (types ?? []);

const text = (value: unknown): string | undefined => (value === undefined ? undefined : canonicalize(value));
