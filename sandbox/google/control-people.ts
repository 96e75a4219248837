import type { Input } from "./control-input";
import type { Role } from "./grid";
import { createServiceAccount } from "./oauth-keys";
import type { World } from "./world";

type Command = (world: World, input: Input) => unknown;

const AUTH = "https://www.googleapis.com/auth/";
const DEFAULT_SCOPES = ["openid", `${AUTH}userinfo.email`, `${AUTH}spreadsheets`, `${AUTH}drive.file`];

function clientOf(world: World, input: Input): string {
  const id = input.text("clientId", world.settings.clients[0]?.clientId ?? "");
  if (!world.settings.clients.some((one) => one.clientId === id))
    throw new Error(`clientId: no client ${id}`);
  return id;
}

/** {email, scopes?, clientId?} -> tokens, as if the person had consented. */
const createAccount: Command = (world, input) => {
  const email = input.text("email");
  const scopes =
    input.optional("scopes", (name) => input.list(name).map((one) => fullScope(String(one)))) ??
    DEFAULT_SCOPES;
  const clientId = clientOf(world, input);
  world.accounts.ensure(email);
  const { refreshToken } = world.accounts.grant(email, clientId, scopes);
  const { token: accessToken } = world.accounts.issue({ email, clientId, scopes, refreshToken });
  return { email, accessToken, refreshToken, clientId, scopes };
};

const fullScope = (scope: string): string =>
  scope === "openid" || scope === "email" || scope.startsWith("https://") ? scope : AUTH + scope;

const bookOf = (world: World, input: Input) => {
  const book = world.library.get(input.text("spreadsheetId"));
  if (book === undefined) throw new Error("spreadsheetId: no such spreadsheet");
  return book;
};

/** {spreadsheetId, email, role?: "writer"|"reader"} */
const share: Command = (world, input) => {
  const book = bookOf(world, input);
  const email = input.text("email");
  const role = input.text("role", "writer");
  if (role !== "writer" && role !== "reader") throw new Error("role: writer or reader expected");
  world.accounts.ensure(email);
  const people: Record<string, Role> = { ...book.people, [email]: role };
  world.library.share(book.id, people, book.projects);
};

/** {spreadsheetId, email?}: takes one person's access away, or everyone's but a new owner's. */
const unshare: Command = (world, input) => {
  const book = bookOf(world, input);
  const email = input.optional("email", (name) => input.text(name));
  const kept = Object.entries(book.people).filter(([one]) => email !== undefined && one !== email);
  const people = Object.fromEntries(kept);
  if (!kept.some(([, role]) => role === "owner")) {
    world.accounts.ensure("new-owner@example.com");
    people["new-owner@example.com"] = "owner";
  }
  world.library.share(book.id, people, book.projects);
};

/** {spreadsheetId, clientId?}: what the Picker does for an application with `drive.file`. */
const pick: Command = (world, input) => {
  const book = bookOf(world, input);
  const project = world.projectOf(clientOf(world, input));
  world.library.share(book.id, book.people, [...new Set([...book.projects, project])]);
};

/** {token}: revoked by the person in their account's settings; either kind of token. */
const revokeToken: Command = (world, input) => ({ revoked: world.accounts.revoke(input.text("token")) });

/** {email, clientId?}: the person takes the application's access back in the account's settings. */
const withdraw: Command = (world, input) =>
  world.accounts.withdraw(input.text("email"), clientOf(world, input));

const expireTokens: Command = (world, input) => world.accounts.expire(input.text("email"));

/** {status: "testing" | "production", clientId?}: in testing, refresh tokens die a week after consent. */
const setConsentScreen: Command = (world, input) => {
  const status = input.text("status");
  if (status !== "testing" && status !== "production")
    throw new Error("status: testing or production expected");
  world.accounts.setTesting(clientOf(world, input), status === "testing");
};

/** {email} -> how many consents that ended: those to read mail alone. */
const changePassword: Command = (world, input) => ({
  ended: world.accounts.changePassword(input.text("email")),
});

const LIMITS = [
  "readsPerUser",
  "readsPerProject",
  "writesPerUser",
  "writesPerProject",
  "driveUnitsPerUser",
  "driveUnitsPerProject",
] as const;

/** Any of the limits, per minute; answers all. */
const setLimits: Command = (world, input) => {
  const given = LIMITS.filter((name) => input.raw[name] !== undefined);
  return world.setLimits(Object.fromEntries(given.map((name) => [name, input.integer(name)])));
};

export const PEOPLE_COMMANDS: Readonly<Record<string, Command>> = {
  "create-account": createAccount,
  "create-service-account": (world, input) => createServiceAccount(world, input.text("email")),
  "list-accounts": (world) => world.accounts.list().map(({ email }) => ({ email })),
  share,
  unshare,
  pick,
  "revoke-token": revokeToken,
  "withdraw-consent": withdraw,
  "expire-tokens": expireTokens,
  "set-consent-screen": setConsentScreen,
  "change-password": changePassword,
  "set-limits": setLimits,
};
