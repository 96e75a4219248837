import { createPublicKey, createSign, createVerify, generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { json, type SandboxResponse } from "../server";
import { TOKEN_LIFETIME_S } from "./accounts";
import type { AuthorizationCode } from "./authorization-code";
import type { World } from "./world";

const KEYS = "google.key";
const KEY_ID = "sandbox-1";

interface SigningKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

interface ServiceAccount extends SigningKey {
  readonly email: string;
  readonly clientId: string;
}

const newKey = (): SigningKey =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });

function signingKey(world: World): SigningKey {
  const known = world.store.all<SigningKey>(KEYS)[0];
  if (known !== undefined) return known;
  const key = newKey();
  world.store.put(KEYS, KEY_ID, key);
  return key;
}

/** The JSON Web Key Set that id tokens are signed with. */
export function certificates(world: World): { keys: JsonWebKey[] } {
  const jwk = createPublicKey(signingKey(world).publicKey).export({ format: "jwk" });
  return { keys: [{ ...jwk, kid: KEY_ID, use: "sig", alg: "RS256" }] };
}

/** The same key as PEM by key id, which is what the Node client fetches. */
export const pemCertificates = (world: World): Record<string, string> => ({
  [KEY_ID]: signingKey(world).publicKey,
});

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** An RS256 id token for an exchanged code. */
export function idToken(world: World, audience: string, code: AuthorizationCode): string {
  const now = Math.floor(world.clock.now() / 1000);
  const claims = {
    iss: "https://accounts.google.com",
    azp: audience,
    aud: audience,
    sub: world.accounts.person(code.email)?.subject,
    email: code.email,
    email_verified: true,
    ...workspaceOf(code.email),
    ...(code.scopes.includes("profile") ? { name: code.email.split("@")[0] } : {}),
    ...(code.nonce === undefined ? {} : { nonce: code.nonce }),
    iat: now,
    exp: now + 3600,
  };
  const signed = `${part({ alg: "RS256", kid: KEY_ID, typ: "JWT" })}.${part(claims)}`;
  const signature = createSign("RSA-SHA256").update(signed).sign(signingKey(world).privateKey, "base64url");
  return `${signed}.${signature}`;
}

/** Accounts of a Workspace tell its domain. Here every domain but Google's own is one's. */
function workspaceOf(email: string): { hd?: string } {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  return domain === "gmail.com" ? {} : { hd: domain };
}

const SERVICE_ACCOUNTS = "google.service-account";

/** A service account with its key file's fields. It is a person to every permission check. */
export function createServiceAccount(world: World, email: string): Record<string, string> {
  const clientId = world.settings.clients[0]?.clientId ?? "sandbox-service-account";
  const account: ServiceAccount = { ...newKey(), email, clientId };
  world.store.put(SERVICE_ACCOUNTS, email, account);
  world.accounts.ensure(email);
  return { type: "service_account", client_email: email, private_key: account.privateKey };
}

const invalid = (description: string): SandboxResponse =>
  json(400, { error: "invalid_grant", error_description: description });

/** The JWT bearer grant: the assertion's signature, times and scopes are checked. `sub` (delegation) is refused. */
export function jwtBearer(world: World, assertion: string): SandboxResponse {
  const [header = "", payload = "", signature = ""] = assertion.split(".");
  let claims: { iss?: string; scope?: string; exp?: number; iat?: number; sub?: string };
  try {
    claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as typeof claims;
  } catch {
    return invalid("Invalid JWT: Failed audience check.");
  }
  const account = world.store.all<ServiceAccount>(SERVICE_ACCOUNTS).find((one) => one.email === claims.iss);
  if (account === undefined) return invalid("Invalid grant: account not found");
  const verifier = createVerify("RSA-SHA256").update(`${header}.${payload}`);
  if (!verifier.verify(account.publicKey, signature, "base64url")) return invalid("Invalid JWT Signature.");
  // The client signs with the machine's time, which the sandbox's clock may have left behind.
  const now = Date.now() / 1000;
  if ((claims.exp ?? 0) <= now || (claims.iat ?? 0) > now + 300)
    return invalid(
      "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.",
    );
  if (claims.sub !== undefined && claims.sub !== claims.iss)
    return json(401, {
      error: "unauthorized_client",
      error_description: "Client is unauthorized to retrieve access tokens using this method.",
    });
  const access = world.accounts.issue({
    email: account.email,
    clientId: account.clientId,
    scopes: (claims.scope ?? "").split(" ").filter((one) => one !== ""),
  });
  return json(200, { access_token: access.token, expires_in: TOKEN_LIFETIME_S, token_type: "Bearer" });
}
