/**
 * The semantic version of a schema that is about to be published. *major*: rows that were valid may not be any more;
 * *minor*: the rest of what a rule can change; *patch*: words only.
 */
import { inlineRefs } from "./inline-refs";
import { ruleChanges } from "./rule-change";
import { type Change, propertyChanges, type Weight } from "./schema-change";
import type { SchemaDocument } from "./schema-document";
import { isObject, type SchemaObject } from "./schema-shape";

export interface PublishedVersion {
  /** `major.minor.patch`. */
  readonly version: string;
  readonly document: SchemaDocument;
}

export interface NextVersion {
  /** The version before, where nothing has changed. */
  readonly version: string;
  readonly change: Weight | "none";
  /** What changed, a sentence each, the weightiest first. */
  readonly because: readonly string[];
}

const WEIGHTS: readonly Weight[] = ["major", "minor", "patch"];

export function nextVersion(before: PublishedVersion | null, after: SchemaDocument): NextVersion {
  if (before === null) return { version: "1.0.0", change: "major", because: ["The first version."] };
  const changes = changesBetween(before.document, after);
  const because = WEIGHTS.flatMap((weight) =>
    changes.filter((change) => change.weight === weight).map(({ sentence }) => sentence),
  );
  const change = WEIGHTS.find((weight) => changes.some((one) => one.weight === weight)) ?? "none";
  return { version: raised(before.version, change), change, because: [...new Set(because)] };
}

function raised(version: string, change: Weight | "none"): string {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  switch (change) {
    case "major":
      return `${major + 1}.0.0`;
    case "minor":
      return `${major}.${minor + 1}.0`;
    case "patch":
      return `${major}.${minor}.${patch + 1}`;
    case "none":
      return version;
  }
}

function changesBetween(before: SchemaDocument, after: SchemaDocument): readonly Change[] {
  const [old, now] = [inlineRefs(before).schema, inlineRefs(after).schema];
  return [
    ...requiredChanges(before, after),
    ...allProperties(old, now),
    ...propertyChanges("The row", rowPart(old), rowPart(now)),
    ...ruleChanges(before["x-rules"] ?? [], after["x-rules"] ?? []),
  ];
}

/** What a document says of the row beside its fields, `required` and custom rules. */
function rowPart({ properties: _, required: __, "x-rules": ___, ...rest }: SchemaObject): SchemaObject {
  return rest;
}

function requiredChanges(before: SchemaDocument, after: SchemaDocument): Change[] {
  const added = after.required.filter((id) => !before.required.includes(id));
  const removed = before.required.filter((id) => !after.required.includes(id));
  return [
    ...added.map((id): Change => {
      const weight = after.properties[id]?.["x-severity"] === "warning" ? "minor" : "major";
      return { weight, sentence: `${titleOf(after, id)} is now required.` };
    }),
    ...removed.map(
      (id): Change => ({ weight: "minor", sentence: `${titleOf(before, id)} is no longer required.` }),
    ),
  ];
}

function allProperties(before: SchemaObject, after: SchemaObject): Change[] {
  const [old, now] = [mapOf(before.properties), mapOf(after.properties)];
  const title = (id: string): string => String(mapOf(now[id] ?? old[id]).title ?? id);
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((id): Change[] => {
    const [was, is] = [old[id], now[id]];
    if (was === undefined) return [{ weight: "minor", sentence: `${title(id)} is new in the schema.` }];
    if (is === undefined) return [{ weight: "minor", sentence: `${title(id)} is no longer in the schema.` }];
    return [...propertyChanges(title(id), mapOf(was), mapOf(is))];
  });
}

const mapOf = (value: unknown): SchemaObject => (isObject(value) ? value : {});

const titleOf = ({ properties }: SchemaDocument, id: string): string => String(properties[id]?.title ?? id);
