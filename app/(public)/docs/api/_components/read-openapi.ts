type Json = { readonly [key: string]: unknown };

export interface Member {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly what: string | null;
  readonly members: readonly Member[];
}

export interface Call {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** What is said beside: the scope that a key needs. */
  readonly note: string | null;
  readonly parameters: readonly Member[];
  readonly body: readonly Member[];
  readonly example: string | null;
  readonly answer: readonly Member[];
  readonly statuses: readonly { readonly status: string; readonly what: string }[];
}

/** How deep members of members are shown. */
const DEEPEST = 3;

/** The calls of an OpenAPI document, by the first part of their path. */
export function callsOf(
  document: Json,
): readonly { readonly name: string; readonly calls: readonly Call[] }[] {
  const groups = new Map<string, Call[]>();
  for (const [path, methods] of Object.entries(document.paths as Json)) {
    const name = groupOf(path);
    const calls = Object.entries(methods as Json).map(([method, operation]) =>
      callOf(document, { path, method, operation: operation as Json }),
    );
    groups.set(name, [...(groups.get(name) ?? []), ...calls]);
  }
  return [...groups].map(([name, calls]) => ({ name, calls }));
}

function groupOf(path: string): string {
  const word = (path.split("/")[1] ?? "").replaceAll("-", " ");
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function callOf(
  document: Json,
  { path, method, operation }: { readonly path: string; readonly method: string; readonly operation: Json },
): Call {
  const parameters = (operation.parameters ?? []) as readonly Json[];
  const sent = contentOf(resolved(document, operation.requestBody));
  const answers = Object.entries((operation.responses ?? {}) as Json).map(
    ([status, answer]) => [status, resolved(document, answer)] as const,
  );
  const good = answers.find(([status]) => status.startsWith("2"))?.[1];
  return {
    id: String(operation.operationId),
    method: method.toUpperCase(),
    path,
    summary: String(operation.summary ?? ""),
    note: typeof operation.description === "string" ? operation.description : null,
    parameters: parameters.map((one) => memberOf(document, parameterAs(resolved(document, one)))),
    body: membersOf(document, sent?.schema, 0),
    example: sent?.example === undefined ? null : JSON.stringify(sent.example, null, 2),
    answer: membersOf(document, contentOf(good)?.schema, 0),
    statuses: answers.map(([status, { description }]) => ({ status, what: String(description ?? "") })),
  };
}

const parameterAs = ({ name, schema, required, description }: Json) => ({
  name: String(name),
  schema: { ...(schema as Json), ...(description !== undefined && { description }) },
  isRequired: required === true,
  depth: DEEPEST,
});

/** What a reference points at; anything else is itself. */
function resolved(document: Json, given: unknown): Json {
  const reference = (given as Json | undefined)?.$ref;
  if (typeof reference !== "string") return (given ?? {}) as Json;
  const parts = reference.replace(/^#\//, "").split("/");
  return parts.reduce<Json>((at, part) => (at[part] ?? {}) as Json, document);
}

function contentOf(given: Json | undefined): Json | undefined {
  const [first] = Object.values((given?.content ?? {}) as Json);
  return first as Json | undefined;
}

interface Given {
  readonly name: string;
  readonly schema: unknown;
  readonly isRequired: boolean;
  readonly depth: number;
}

function memberOf(document: Json, { name, schema: given, isRequired, depth }: Given): Member {
  const schema = resolved(document, given);
  const what = (given as Json).description ?? schema.description;
  const inner = itemsOf(document, schema);
  return {
    name,
    isRequired,
    type: typeOf(document, schema),
    what: typeof what === "string" ? what : null,
    members: depth >= DEEPEST ? [] : membersOf(document, inner, depth + 1),
  };
}

/** Of a list, or of something that may be null, what is in it. */
function itemsOf(document: Json, schema: Json): Json {
  if (schema.items !== undefined) return itemsOf(document, resolved(document, schema.items));
  const [one, ...others] = choicesOf(document, schema);
  return one && others.length === 0 ? itemsOf(document, one) : schema;
}

const choicesOf = (document: Json, schema: Json): readonly Json[] =>
  ((schema.anyOf ?? schema.oneOf ?? []) as readonly unknown[])
    .map((one) => resolved(document, one))
    .filter(({ type }) => type !== "null");

function membersOf(document: Json, given: unknown, depth: number): readonly Member[] {
  const schema = resolved(document, given);
  const required = new Set((schema.required ?? []) as readonly string[]);
  return Object.entries((schema.properties ?? {}) as Json).map(([name, own]) =>
    memberOf(document, { name, schema: own, isRequired: required.has(name), depth }),
  );
}

/** `text`, `one of a, b`, `list of text`, `number or null`. */
function typeOf(document: Json, schema: Json): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map(String).join(", ")}`;
  if (schema.items !== undefined) return `list of ${typeOf(document, resolved(document, schema.items))}`;
  const choices = (schema.anyOf ?? schema.oneOf) as readonly unknown[] | undefined;
  if (choices) return choices.map((one) => typeOf(document, resolved(document, one))).join(" or ");
  const types = [schema.type].flat().map((type) => TYPES[String(type)] ?? String(type ?? "anything"));
  return types.join(" or ");
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  object: "object",
  integer: "whole number",
  undefined: "anything",
};
