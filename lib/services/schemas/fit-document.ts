import type { Field } from "@/lib/engine/field";

export interface Fitted {
  readonly document: unknown;
  /** JSON pointers into what was given. */
  readonly leftOut: readonly string[];
}

interface Known {
  readonly fields: readonly Field[];
  /** Public ids of the organization's option sets. */
  readonly optionSets: ReadonlySet<string>;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What of a schema from elsewhere speaks of fields that the registry has, by their ids, names or, where neither is
 * known, names in other capitals. What it says of others, and option sets of another organization, are left out.
 * Whether the rest can be used is not judged here.
 */
export function fitDocument(given: unknown, known: Known): Fitted {
  if (!isObject(given)) return { document: given, leftOut: [] };
  const leftOut: string[] = [];
  const idOf = (name: string) => fieldNamed(name, known.fields)?.id;
  const document: Record<string, unknown> = { ...given };
  if (isObject(given.properties)) {
    const kept = Object.entries(given.properties).flatMap(([name, property]) => {
      const id = idOf(name);
      if (id === undefined) leftOut.push(`/properties/${escaped(name)}`);
      return id === undefined ? [] : [[id, withKnownSet(property, name)] as const];
    });
    document.properties = Object.fromEntries(kept);
  }
  if (Array.isArray(given.required))
    document.required = given.required.flatMap((name, at) => {
      const id = typeof name === "string" ? idOf(name) : name;
      if (id === undefined) leftOut.push(`/required/${at}`);
      return id ?? [];
    });
  if (Array.isArray(given["x-rules"]))
    document["x-rules"] = given["x-rules"].filter((rule, at) => {
      const isKnown = !isObject(rule) || typeof rule.field !== "string" || idOf(rule.field) !== undefined;
      if (!isKnown) leftOut.push(`/x-rules/${at}`);
      return isKnown;
    });
  return { document, leftOut };

  function withKnownSet(property: unknown, name: string): unknown {
    if (!isObject(property) || typeof property["x-options"] !== "string") return property;
    if (known.optionSets.has(property["x-options"])) return property;
    leftOut.push(`/properties/${escaped(name)}/x-options`);
    const { "x-options": _foreign, ...rest } = property;
    return rest;
  }
}

function fieldNamed(name: string, fields: readonly Field[]): Field | undefined {
  const lower = name.toLowerCase();
  return (
    fields.find((field) => field.id === name) ??
    fields.find((field) => field.name === name) ??
    fields.find((field) => field.name.toLowerCase() === lower || field.id === lower)
  );
}

const escaped = (step: string): string => step.replaceAll("~", "~0").replaceAll("/", "~1");
