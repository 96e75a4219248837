/** What an id names; `text`: no id, but still a value from outside; `any`: not declared here, so all kinds are tried. */
export type Kind =
  | "org"
  | "con"
  | "reg"
  | "sid"
  | "run"
  | "row"
  | "cnf"
  | "iss"
  | "key"
  | "per"
  | "ops"
  | "inv"
  | "ses"
  | "token"
  | "text"
  | "any";

interface Rule {
  /** Against the parameter's name, or `door name`. */
  readonly name: RegExp;
  readonly door?: RegExp;
  readonly kind: Kind;
}

/**
 * The one table of id parameters: the first rule that fits says what a parameter names. A parameter that none fits is
 * attacked with the ids of every kind, so a new door needs a line here only to be attacked more closely.
 */
export const KINDS: readonly Rule[] = [
  { name: /^org$/, kind: "org" },
  { name: /^(registry|registryId)$/, kind: "reg" },
  { name: /^(run|runId)$/, kind: "run" },
  { name: /^(row|rowId)$/, kind: "row" },
  { name: /^conflict$/, kind: "cnf" },
  { name: /^(connection|connectionId)$/, kind: "con" },
  { name: /^issueId$/, kind: "iss" },
  { name: /^side$/, kind: "sid" },
  { name: /^token$/, kind: "token" },
  { name: /^(locationId|file)$/, kind: "text" },
  { name: /^(path|nextauth)$/, kind: "text" },
  { name: /^id$/, door: /\/api\/v1\/connections/, kind: "con" },
  { name: /^id$/, door: /\/api\/v1\/registries/, kind: "reg" },
  { name: /^id$/, door: /\/api\/v1\/runs/, kind: "run" },
  { name: /^id$/, door: /\/api\/v1\/rows/, kind: "row" },
  { name: /^id$/, door: /\/api\/v1\/conflicts|conflicts\/actions/, kind: "cnf" },
  { name: /^id$/, door: /\/api\/v1\/issues/, kind: "iss" },
  { name: /^id$/, door: /\/api\/v1\/option-sets|schemas\/actions/, kind: "ops" },
  { name: /^id$/, door: /api-keys/, kind: "key" },
  { name: /^id$/, door: /\/api\/v1\/invitations|action uninvite /, kind: "inv" },
  { name: /^id$/, door: /\/api\/v1\/members|members\/actions/, kind: "per" },
  { name: /^id$/, door: /account\/actions/, kind: "ses" },
];

export const kindOf = (name: string, door: string): Kind =>
  KINDS.find((rule) => rule.name.test(name) && (rule.door === undefined || rule.door.test(door)))?.kind ??
  "any";

const CAUSE = { field: "people", reason: "rule:range", side: ":sid" };

/**
 * What an action's other parameters are given, so that the call comes as far as its ids; by name, or by action and name.
 * A text like `:sid` stands for an id of that kind, and is attacked too.
 */
export const ARGUMENTS: Readonly<Record<string, unknown>> = {
  kind: "sync",
  key: ["PAR"],
  keys: [["PAR"]],
  choice: { choose: ":sid" },
  given: { field: "name", side: ":sid" },
  at: "2026-11-01T09:00:00Z",
  cause: CAUSE,
  version: 1,
  document: { properties: {} },
  inForce: { properties: {} },
  hash: "0".repeat(64),
  planHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  url: "https://schema.example.com/evidence/1.2.0.json",
  change: { schedule: "hourly", conflict: "authority", authority: ":sid" },
  preset: { preset: "may-not-edit", side: ":sid", fields: ["name"] },
  typedName: "Cities",
  restore: [":sid"],
  brakes: { deletedShare: 0.2 },
  email: "colleague@example.com",
  role: "viewer",
  isSelf: false,
  theme: "dark",
  _before: { problem: null },
  form: { name: "Another name" },
  "saveOptionSet input": { name: "Document states", options: ["Draft"] },
  "createKey input": { name: "Nightly", scopes: ["read"] },
  "skipGroup argument3": { ...CAUSE, skipped: true },
};

/** What an address needs after its question mark. */
export const QUERIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "DELETE /api/v1/registries/{id}/exclusions": { keys: '["PAR"]' },
  "GET /api/v1/registries/{id}/issues/rows": CAUSE,
  "page /{org}/registries/{registry}/issues/group": CAUSE,
};

/** Where another organization's id opens what it is meant to: published schemas are public, and a token is a proof. */
export const PUBLIC: readonly RegExp[] = [
  /^GET (\/api\/v1)?\/schemas\/\{registry\}\/\{file\}$/,
  /^page \/invitations\/\{token\}$/,
  /^action accept of app\/\(auth\)\/invitations\//,
];

/** Routes that take nobody's word for who he is, by signature or because it does not matter, and read no cookie. */
export const WITHOUT_COOKIES: readonly string[] = ["PUT /api/inngest"];
