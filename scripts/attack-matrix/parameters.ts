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
  | "idn"
  | "idp"
  | "drf"
  | "chn"
  | "dlv"
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
  { name: /^provider$/, kind: "idp" },
  { name: /^channelId$/, kind: "chn" },
  { name: /^(delivery|deliveryId)$/, kind: "dlv" },
  { name: /^id$/, door: /\/api\/v1\/(webhooks|notification-channels)/, kind: "chn" },
  { name: /^identity$/, kind: "idn" },
  { name: /^token$/, kind: "token" },
  { name: /^(locationId|templateId|file|seq)$/, kind: "text" },
  { name: /^returnTo$/, kind: "text" },
  { name: /^(path|nextauth)$/, kind: "text" },
  { name: /^id$/, door: /\/api\/v1\/connections/, kind: "con" },
  { name: /^id$/, door: /\/api\/v1\/registries/, kind: "reg" },
  { name: /^id$/, door: /\/api\/v1\/runs/, kind: "run" },
  { name: /^id$/, door: /\/api\/v1\/rows/, kind: "row" },
  { name: /^id$/, door: /\/api\/v1\/conflicts|conflicts\/actions/, kind: "cnf" },
  { name: /^id$/, door: /\/api\/v1\/issues/, kind: "iss" },
  { name: /^id$/, door: /\/api\/v1\/option-sets|schemas\/actions/, kind: "ops" },
  { name: /^(draft|draftId)$/, kind: "drf" },
  { name: /^id$/, door: /\/api\/v1\/drafts/, kind: "drf" },
  { name: /^id$/, door: /api-keys/, kind: "key" },
  { name: /^id$/, door: /\/api\/v1\/invitations|action uninvite /, kind: "inv" },
  { name: /^id$/, door: /\/api\/v1\/members|members\/actions/, kind: "per" },
  { name: /^id$/, door: /account\/actions/, kind: "ses" },
  { name: /^id$/, door: /sign-in\/actions/, kind: "idp" },
  { name: /^person$/, kind: "per" },
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
  isOn: true,
  isAllowed: false,
  isLink: false,
  domain: "example.com",
  otherAccount: false,
  theme: "dark",
  _before: { problem: null },
  form: { name: "Another name" },
  "saveOptionSet input": { name: "Document states", options: ["Draft"] },
  "createKey input": { name: "Nightly", scopes: ["read"] },
  "skipGroup put": { ...CAUSE, skipped: true },
  hours: 1,
  channel: { kind: "webhook", name: "Desk", url: "https://hooks.example.com/in", registries: [":reg"] },
  settings: { registries: [":reg"] },
  "wantLess choice": "all",
  "addColumns wish": { revision: 1, side: "s1", fields: [{ field: "f1", name: "Site" }] },
  "makeColumn wish": { side: ":sid", fields: [{ name: "Site", type: "text" }] },
  pairs: { runId: ":run", keys: [["PAR"]], kind: "sync" },
  // The name that it has: to give one's own connection another is no attack, and is not asked for here.
  "rename name": "Own",
  draft: {
    ...{ kind: "notion", by: "url", name: "Notion", token: "", keyFile: "", url: "" },
    ...{ host: "", port: "", database: "", user: "", password: "" },
  },
  "roleScript draft": { role: "sync", schema: "public", tables: "cities", access: "read", log: false },
  what: { id: ":idp" },
  "saveProvider input": {
    ...{
      kind: "oidc",
      name: "Company",
      config: { issuer: "https://id.example.com", clientId: "chittysync" },
    },
    clientSecret: null,
  },
};

/** Arguments that no answer depends on, or only where the browser goes next: bent, the call does what it says. */
export const IDLE: Readonly<Record<string, string>> = {
  _before: "is what React had of the last answer",
  isSelf: "says only whether the browser leaves the page",
  otherAccount: "is true or anything else",
  isOn: "is true or anything else",
  isAllowed: "is true or anything else",
  isLink: "is true or anything else",
};

/** What an address needs after its question mark. */
export const QUERIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "DELETE /api/v1/registries/{id}/exclusions": { keys: '["PAR"]' },
  "GET /api/v1/registries/{id}/issues/rows": CAUSE,
  "page /{org}/registries/{registry}/issues/group": { ...CAUSE, cursor: ":text" },
  "page /{org}/registries/{registry}/rows": { key: ":text", cursor: ":text" },
  "page /{org}/connections": { consent: ":text", missing: ":text", offer: ":text" },
  "page /sign-in": { error: ":text", callbackUrl: ":text" },
  "page /sign-in/confirm": { email: ":text", token: ":text", callbackUrl: ":text" },
  "page /sign-in/link": { token: ":text" },
  "page /sign-in/with/{provider}": { returnTo: ":text", link: ":text" },
};

/** Where another organization's id opens what it is meant to: published schemas are public, and a token is a proof. */
export const PUBLIC: readonly RegExp[] = [
  /^GET (\/api\/v1)?\/schemas\/\{registry\}\/\{file\}$/,
  /^page \/invitations\/\{token\}$/,
  /^action accept of app\/\(auth\)\/invitations\//,
];

/**
 * Routes that other sites may call, because no cookie counts there: a job server that syncs itself, identity providers'
 * pages that post a signed response, and mail programs whose button ends a mail by the link in it. They are asked for with the owner's cookie and without: both are answered alike.
 */
export const WITHOUT_COOKIES: readonly string[] = [
  "PUT /api/inngest",
  "POST /api/auth/saml/{provider}/acs",
  "POST /api/mute/{token}",
];

/** Actions that end the session they are asked by, which is what they are for: each call has a session of its own. */
export const ENDS_SESSION = /^action (signInAgain|signOut) of /;
