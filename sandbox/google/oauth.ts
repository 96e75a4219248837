import { createHash, randomBytes } from "node:crypto";
import { json, type SandboxRequest, type SandboxResponse } from "../server";
import { TOKEN_LIFETIME_S } from "./accounts";
import type { AuthorizationCode } from "./authorization-code";
import { consentPage, errorPage } from "./consent-page";
import { certificates, idToken, jwtBearer, pemCertificates } from "./oauth-keys";
import type { OauthClient } from "./settings";
import type { World } from "./world";

const CODES = "google.code";
const CODE_LIFETIME_MS = 600_000;

/** The OAuth endpoints; nothing when the path is none of them. */
export function answerOauth(world: World, request: SandboxRequest): SandboxResponse | undefined {
  const { pathname } = request.url;
  const route = `${request.method} ${pathname}`;
  const form = new URLSearchParams(request.body.toString("utf8"));
  switch (route) {
    case "GET /o/oauth2/v2/auth":
    case "GET /o/oauth2/auth":
      return authorize(world, request.url.searchParams);
    case "POST /o/oauth2/v2/auth":
      return consent(world, form);
    case "POST /token":
    case "POST /oauth2/v4/token":
      world.tally.count("oauth.token", "none");
      return token(world, form, request.headers.authorization);
    case "POST /revoke":
      world.tally.count("oauth.revoke", "none");
      return revoke(world, form.get("token") ?? request.url.searchParams.get("token") ?? "");
    case "GET /tokeninfo":
    case "POST /tokeninfo":
      return tokenInfo(
        world,
        request.url.searchParams.get("access_token") ?? form.get("access_token"),
        request,
      );
    case "GET /oauth2/v3/userinfo":
    case "GET /v1/userinfo":
      return userInfo(world, request);
    case "GET /oauth2/v1/certs":
      return json(200, pemCertificates(world));
    case "GET /oauth2/v3/certs":
      return json(200, certificates(world));
    default:
      return undefined;
  }
}

const refuse = (status: number, error: string, description?: string): SandboxResponse =>
  json(status, { error, ...(description === undefined ? {} : { error_description: description }) });

function clientAt(world: World, parameters: URLSearchParams): OauthClient | SandboxResponse {
  const client = world.settings.clients.find((one) => one.clientId === parameters.get("client_id"));
  if (client === undefined) return errorPage(401, "invalid_client", "The OAuth client was not found.");
  const uri = parameters.get("redirect_uri") ?? "";
  if (!redirectAllowed(client, uri))
    return errorPage(400, "redirect_uri_mismatch", "The redirect URI in the request is not registered.");
  return client;
}

function redirectAllowed(client: OauthClient, uri: string): boolean {
  if (client.redirectUris.length > 0) return client.redirectUris.includes(uri);
  const { hostname, protocol } = URL.parse(uri) ?? {};
  return protocol === "http:" && (hostname === "localhost" || hostname === "127.0.0.1");
}

function authorize(world: World, parameters: URLSearchParams): SandboxResponse {
  const client = clientAt(world, parameters);
  if ("status" in client || "cut" in client) return client;
  if (parameters.get("response_type") !== "code")
    return errorPage(400, "unsupported_response_type", "Only the code flow is served.");
  if ((parameters.get("scope") ?? "").trim() === "")
    return errorPage(400, "invalid_request", "Missing required parameter: scope");
  return consentPage(world.accounts.list(), parameters);
}

/** The consent form: an account, the scopes left ticked, allow or deny. Everything asked rides along. */
function consent(world: World, form: URLSearchParams): SandboxResponse {
  const client = clientAt(world, form);
  if ("status" in client || "cut" in client) return client;
  const back = new URL(form.get("redirect_uri") ?? "");
  const state = form.get("state");
  if (state !== null) back.searchParams.set("state", state);
  const email = form.get("account") ?? "";
  const asked = (form.get("scope") ?? "").split(/\s+/).filter((one) => one !== "");
  const ticked = new Set(form.getAll("granted"));
  const scopes = asked.filter((one) => ticked.has(one));
  if (form.get("decision") !== "allow" || email === "" || scopes.length === 0) {
    back.searchParams.set("error", "access_denied");
    return redirect(back);
  }
  world.accounts.ensure(email);
  const challenge = form.get("code_challenge");
  const offline = form.get("access_type") === "offline";
  const again = world.accounts.consented(email, client.clientId);
  const code: AuthorizationCode = {
    code: `4/0${randomBytes(24).toString("base64url")}`,
    clientId: client.clientId,
    redirectUri: form.get("redirect_uri") ?? "",
    email,
    scopes,
    ...(challenge === null ? {} : { challenge }),
    plainChallenge: form.get("code_challenge_method") !== "S256",
    refresh: offline && (!again || (form.get("prompt") ?? "").includes("consent")),
    ...(form.get("nonce") === null ? {} : { nonce: form.get("nonce") ?? "" }),
    expiresAt: world.clock.now() + CODE_LIFETIME_MS,
  };
  world.store.put(CODES, code.code, code);
  back.searchParams.set("code", code.code);
  back.searchParams.set("scope", scopes.join(" "));
  return redirect(back);
}

const redirect = (to: URL): SandboxResponse => ({ status: 302, headers: { location: to.href }, body: "" });

function token(world: World, form: URLSearchParams, authorization: string | undefined): SandboxResponse {
  const type = form.get("grant_type");
  if (type === "urn:ietf:params:oauth:grant-type:jwt-bearer")
    return jwtBearer(world, form.get("assertion") ?? "");
  const basic = /^Basic\s+(.+)$/i.exec(authorization ?? "")?.[1];
  const [id, secret] =
    basic === undefined
      ? [form.get("client_id"), form.get("client_secret")]
      : Buffer.from(basic, "base64").toString("utf8").split(":").map(decodeURIComponent);
  const client = world.settings.clients.find((one) => one.clientId === id);
  if (client === undefined) return refuse(401, "invalid_client", "The OAuth client was not found.");
  if (client.clientSecret !== secret) return refuse(401, "invalid_client", "Unauthorized");
  if (type === "authorization_code") return exchange(world, client, form);
  if (type === "refresh_token") return refresh(world, client, form);
  return refuse(400, "unsupported_grant_type", `Invalid grant_type: ${type ?? ""}`);
}

function exchange(world: World, client: OauthClient, form: URLSearchParams): SandboxResponse {
  const code = world.store.all<AuthorizationCode>(CODES).find((one) => one.code === form.get("code"));
  if (code === undefined || code.clientId !== client.clientId || code.expiresAt <= world.clock.now())
    return refuse(400, "invalid_grant", "Malformed auth code.");
  if (code.redirectUri !== form.get("redirect_uri"))
    return refuse(400, "redirect_uri_mismatch", "Bad Request");
  if (code.challenge !== undefined && !verifies(code, form.get("code_verifier")))
    return refuse(
      400,
      "invalid_grant",
      form.has("code_verifier") ? "Invalid code verifier." : "Missing code verifier.",
    );
  world.store.delete(CODES, code.code);
  const grant = code.refresh ? world.accounts.grant(code.email, client.clientId, code.scopes) : undefined;
  const access = world.accounts.issue({
    email: code.email,
    clientId: client.clientId,
    scopes: code.scopes,
    ...(grant === undefined ? {} : { refreshToken: grant.refreshToken }),
  });
  return json(200, {
    access_token: access.token,
    expires_in: TOKEN_LIFETIME_S,
    ...(grant === undefined ? {} : { refresh_token: grant.refreshToken }),
    scope: code.scopes.join(" "),
    token_type: "Bearer",
    ...(code.scopes.includes("openid") ? { id_token: idToken(world, client.clientId, code) } : {}),
  });
}

function verifies(code: AuthorizationCode, verifier: string | null): boolean {
  if (verifier === null) return false;
  const shown = code.plainChallenge ? verifier : createHash("sha256").update(verifier).digest("base64url");
  return shown === code.challenge;
}

function refresh(world: World, client: OauthClient, form: URLSearchParams): SandboxResponse {
  const grant = world.accounts.presentedGrant(form.get("refresh_token") ?? "");
  if (grant === undefined || grant.clientId !== client.clientId)
    return refuse(400, "invalid_grant", "Token has been expired or revoked.");
  const access = world.accounts.issue({
    email: grant.email,
    clientId: grant.clientId,
    scopes: grant.scopes,
    refreshToken: grant.refreshToken,
  });
  return json(200, {
    access_token: access.token,
    expires_in: TOKEN_LIFETIME_S,
    scope: grant.scopes.join(" "),
    token_type: "Bearer",
  });
}

function revoke(world: World, presented: string): SandboxResponse {
  if (world.accounts.revoke(presented)) return json(200, {});
  return refuse(400, "invalid_token", "Token expired or revoked");
}

function tokenInfo(world: World, presented: string | null, request: SandboxRequest): SandboxResponse {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const found = world.accounts.tokenOf(presented ?? bearer ?? "");
  if (found === undefined) return refuse(400, "invalid_token", "Invalid Value");
  const left = Math.floor((found.expiresAt - world.clock.now()) / 1000);
  const mail = found.scopes.some((one) => one === "email" || one.endsWith("/userinfo.email"));
  return json(200, {
    azp: found.clientId,
    aud: found.clientId,
    sub: world.accounts.person(found.email)?.subject,
    scope: found.scopes.join(" "),
    exp: String(Math.floor(found.expiresAt / 1000)),
    expires_in: String(left),
    ...(mail ? { email: found.email, email_verified: "true" } : {}),
    access_type: found.refreshToken === undefined ? "online" : "offline",
  });
}

function userInfo(world: World, request: SandboxRequest): SandboxResponse {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const found = world.accounts.tokenOf(bearer);
  if (found === undefined) return refuse(401, "invalid_request", "Invalid Credentials");
  return json(200, {
    sub: world.accounts.person(found.email)?.subject,
    email: found.email,
    email_verified: true,
    name: found.email.split("@")[0],
  });
}
