import "server-only";
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
} from "openid-client";
import { z } from "zod";
import { guardedFetch } from "@/lib/egress/guarded-fetch";
import { env } from "@/lib/env";
import { publicId } from "@/lib/ids";
import { type VouchedEmail, vouchedEmail } from "./vouched-email";

/** An organization's client at an OpenID provider. */
export interface OidcClient {
  readonly providerId: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Null: a public client, which PKCE alone protects. */
  readonly clientSecret: string | null;
}

const ANSWER_BYTES = 512 * 1024;
const ANSWER_MS = 8000;
const SCOPE = "openid email profile";

/** Where the provider sends people back to; registered there as it stands. */
export const oidcRedirectUri = (providerId: string): string =>
  new URL(`/api/auth/oidc/${publicId("idp", providerId)}/callback`, env().APP_URL).href;

/**
 * Asks the provider who it is: its metadata has to name the very issuer, letter by letter. openid-client by itself lets
 * another one pass at addresses with `/.well-known/` in them and at Microsoft's. Throws AppError, TypeError or
 * openid-client's own error, whose text is for the log alone.
 */
export async function discover(client: OidcClient): Promise<Configuration> {
  const { APP_URL, EGRESS_ALLOW } = env();
  const isLocal = new URL(APP_URL).protocol === "http:";
  const fetchGuarded = guardedFetch({
    origins: [],
    publicHttps: true,
    allow: EGRESS_ALLOW,
    httpToAllowed: isLocal,
    maxBytes: ANSWER_BYTES,
    timeoutMs: ANSWER_MS,
  });
  const server = new URL(client.issuer);
  const config = await discovery(server, client.clientId, undefined, authenticationOf(client), {
    [customFetch]: (url, options) => fetchGuarded(url, options as RequestInit),
    // The signature of an id token counts, not only the connection that it came by.
    execute: [enableNonRepudiationChecks, ...(isLocal ? [allowInsecureRequests] : [])],
    timeout: ANSWER_MS / 1000,
  });
  requireIssuer(client, config.serverMetadata().issuer);
  return config;
}

/** Who somebody is follows from the issuer, so that no provider may tell of another one's people. */
function requireIssuer({ issuer }: OidcClient, told: string): void {
  if (told !== issuer) throw new TypeError("the provider speaks for another issuer");
}

/** As the provider wants it: what it does not say means Basic. */
function authenticationOf({ clientSecret }: OidcClient): ClientAuth {
  if (clientSecret === null) return None();
  return (server, client, body, headers) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const authenticate = ways.includes("client_secret_basic") ? ClientSecretBasic : ClientSecretPost;
    authenticate(clientSecret)(server, client, body, headers);
  };
}

/** What is drawn for one sign-in and has to come back with it. */
export interface OidcChecks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The provider's page where the person signs in. */
export async function authorizationUrl(client: OidcClient, checks: OidcChecks): Promise<string> {
  return buildAuthorizationUrl(await discover(client), {
    redirect_uri: oidcRedirectUri(client.providerId),
    scope: SCOPE,
    state: checks.state,
    nonce: checks.nonce,
    code_challenge: await calculatePKCECodeChallenge(checks.verifier),
    code_challenge_method: "S256",
  }).href;
}

export interface OidcClaims extends VouchedEmail {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | null;
}

/**
 * Who signed in: takes the code that came back with `search` to the provider, and believes the id token if issuer,
 * audience, signature, time, nonce and the answer's own `iss` are right. Throws what is wrong, for the log alone.
 */
export async function claimsOf(
  client: OidcClient,
  search: URLSearchParams,
  checks: OidcChecks,
): Promise<OidcClaims> {
  const config = await discover(client);
  const answered = new URL(oidcRedirectUri(client.providerId));
  answered.search = search.toString();
  const tokens = await authorizationCodeGrant(config, answered, {
    pkceCodeVerifier: checks.verifier,
    expectedState: checks.state,
    expectedNonce: checks.nonce,
    idTokenExpected: true,
  });
  const idToken = tokens.claims();
  if (!idToken) throw new TypeError("there is no id token");
  requireIssuer(client, idToken.iss);
  const told =
    typeof idToken.email === "string" ? idToken : await moreOf(config, tokens.access_token, idToken.sub);
  return {
    issuer: idToken.iss,
    subject: boundedText.parse(idToken.sub),
    ...vouchedEmail(idToken.iss, { ...told, hd: idToken.hd }),
    name: typeof told.name === "string" ? told.name : null,
  };
}

const boundedText = z.string().min(1).max(255);

/** Some providers keep the address out of the id token. */
async function moreOf(
  config: Configuration,
  accessToken: string,
  subject: string,
): Promise<Record<string, unknown>> {
  if (config.serverMetadata().userinfo_endpoint === undefined) return {};
  return fetchUserInfo(config, accessToken, subject);
}
