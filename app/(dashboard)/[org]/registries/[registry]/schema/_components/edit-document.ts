/** Changes to a schema document as the editor's controls make them. Each returns a new document. */

export type SchemaJson = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is SchemaJson =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One field's schema; empty where the document does not speak of it, or says true or false. */
export function propertyOf(document: SchemaJson, field: string): SchemaJson {
  const property = isObject(document.properties) ? document.properties[field] : undefined;
  return isObject(property) ? property : {};
}

const requiredOf = (document: SchemaJson): readonly unknown[] =>
  Array.isArray(document.required) ? document.required : [];

export const isRequired = (document: SchemaJson, field: string): boolean =>
  requiredOf(document).includes(field);

export function withRequired(document: SchemaJson, field: string, required: boolean): SchemaJson {
  const others = requiredOf(document).filter((name) => name !== field);
  return { ...document, required: required ? [...others, field] : others };
}

/** Sets keywords of one field; `undefined` takes one away. A field of which nothing is said any more leaves. */
export function withKeywords(document: SchemaJson, field: string, keywords: SchemaJson): SchemaJson {
  const changed = defined({ ...propertyOf(document, field), ...keywords });
  const properties = { ...(isObject(document.properties) ? document.properties : {}) };
  if (Object.keys(changed).length === 0) delete properties[field];
  else properties[field] = changed;
  return { ...document, properties };
}

const defined = (keywords: SchemaJson): SchemaJson =>
  Object.fromEntries(Object.entries(keywords).filter(([, value]) => value !== undefined));

/** The keyword of an entry in a list, where the field holds one; else of the field itself. */
export function withMembers(
  document: SchemaJson,
  { id, type }: { readonly id: string; readonly type: string },
  members: readonly string[] | undefined,
): SchemaJson {
  if (type !== "multi-select") return withKeywords(document, id, { enum: members });
  const { items } = propertyOf(document, id);
  const changed = defined({ ...(isObject(items) ? items : {}), enum: members });
  return withKeywords(document, id, { items: Object.keys(changed).length === 0 ? undefined : changed });
}

export function membersOf(property: SchemaJson): readonly string[] | null {
  const items = isObject(property.items) ? property.items : {};
  const members = Array.isArray(property.enum) ? property.enum : items.enum;
  return Array.isArray(members) ? members.map(String) : null;
}

export interface Rule {
  readonly id: string;
  readonly kind: "formula" | "pattern";
  readonly expression?: string;
  readonly field?: string;
  readonly pattern?: string;
  readonly message: string;
  readonly severity: "error" | "warning";
}

export const rulesOf = (document: SchemaJson): readonly Rule[] =>
  Array.isArray(document["x-rules"]) ? (document["x-rules"] as readonly Rule[]) : [];

/** No list of rules at all where there is none, so that a document is as it was before the first was added. */
export function withRules(document: SchemaJson, rules: readonly Rule[]): SchemaJson {
  const { "x-rules": _before, ...rest } = document;
  return rules.length === 0 ? rest : { ...rest, "x-rules": rules };
}

/** A rule id that is still free. */
export function freeRuleId(document: SchemaJson): string {
  const taken = new Set(rulesOf(document).map(({ id }) => id));
  let number = taken.size + 1;
  while (taken.has(`rule-${number}`)) number += 1;
  return `rule-${number}`;
}

/** Lines `Draft -> Final, Archived` as the transitions of a lifecycle. A state that is only gone to ends there. */
export function transitionsOf(text: string): Readonly<Record<string, readonly string[]>> | undefined {
  const transitions: Record<string, string[]> = {};
  for (const line of text.split("\n")) {
    const [from = "", to = ""] = line.split(/->|→/, 2);
    if (from.trim() === "") continue;
    const next = namesIn(to);
    transitions[from.trim()] = [...(transitions[from.trim()] ?? []), ...next];
    for (const state of next) transitions[state] ??= [];
  }
  return Object.keys(transitions).length === 0 ? undefined : transitions;
}

export function transitionLines(lifecycle: unknown): string {
  if (!isObject(lifecycle) || !isObject(lifecycle.transitions)) return "";
  return Object.entries(lifecycle.transitions)
    .map(([from, next]) => (Array.isArray(next) && next.length > 0 ? `${from} -> ${next.join(", ")}` : from))
    .join("\n");
}

/** The names in a list with commas between. */
export const namesIn = (text: string): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);

/** The filled lines of a text, each once. */
export const linesIn = (text: string): string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/** Equal texts for equal documents, whatever the order of their members. */
export const sameText = (document: unknown): string =>
  JSON.stringify(document, (_key, value: unknown) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
