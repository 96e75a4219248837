import { AppError } from "@/lib/errors";

/** What a provider gave us to act for the person who agreed. Secret but for `scopes`. */
export interface Grant {
  readonly accessToken: string;
  /** Null where the provider names no end, or gives none to renew with. */
  readonly expiresAt: number | null;
  /** Null = the one that was sent goes on. */
  readonly refreshToken: string | null;
  /** What was agreed to; null where the provider has no such thing. */
  readonly scopes: readonly string[] | null;
}

/** A renewal's answer; `refused` = no later try helps, the person must agree again. */
export type Renewal =
  | { readonly outcome: "granted"; readonly grant: Grant }
  | { readonly outcome: "refused" };

/** Which of an account's files a consent opens: those that its person picks one by one, or all of them. */
export type Files = "picked" | "all";

export interface AuthorizeRequest {
  /** Null where the provider has no such choice. */
  readonly files: Files | null;
  readonly redirectUri: string;
  readonly state: string;
  /** PKCE's S256 challenge; used where the provider knows PKCE. */
  readonly challenge: string;
}

export interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string;
  readonly verifier: string;
}

/**
 * How a provider lets a person agree to a connection. The same roles for every provider; no call is tried twice, and no
 * error holds a token, a code or the provider's own text.
 */
export interface OAuthProvider {
  readonly kind: "notion" | "google-sheets";
  /** Where the browser is sent. */
  authorizeUrl(request: AuthorizeRequest): string;
  /** Throws `invalid-input` for a code that is used, over or not ours. */
  exchange(exchange: CodeExchange): Promise<Grant>;
  /** Throws `upstream-unavailable` where no answer came: the refresh token may or may not have been used. */
  renew(refreshToken: string): Promise<Renewal>;
  /** False where the provider did not know the token any more. Throws `upstream-unavailable`. */
  revoke(token: string): Promise<boolean>;
  /** All that can be agreed to or not, in words for people; empty = the provider has no such thing. */
  readonly parts: readonly string[];
  /** What can be asked for, what is asked for by default first; empty = the provider has no such choice. */
  readonly files: readonly Files[];
  /** Which of the parts were asked for and not agreed to; empty = all of them were. */
  missingFrom(scopes: readonly string[] | null, files: Files | null): readonly string[];
  /** Revoking one token ends all that the same account agreed to with us, not only this connection. */
  readonly revokesWholeAccount: boolean;
}

/** Our name and secret with a provider, and where it is. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly fetch: typeof globalThis.fetch;
}

/** A token endpoint's answer, read as far as it can be trusted. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Throws `upstream-unavailable` for what is no answer: nothing, 429, 5xx, no JSON. */
export async function tokenCall(
  fetch: typeof globalThis.fetch,
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<TokenAnswer> {
  const response = await fetch(url, { method: "POST", redirect: "error", ...init });
  const text = await response.text();
  const body = parsed(text);
  if (response.status === 429 || response.status >= 500 || body === null) throw unanswered();
  return { status: response.status, body };
}

/** The grant in an answer; null where it holds none. */
export function grantIn({ status, body }: TokenAnswer, now: number): Grant | null {
  const accessToken = body.access_token;
  if (status !== 200 || typeof accessToken !== "string" || accessToken === "") return null;
  const lasts = body.expires_in;
  return {
    accessToken,
    expiresAt: typeof lasts === "number" && lasts > 0 ? now + lasts * 1_000 : null,
    refreshToken: typeof body.refresh_token === "string" ? body.refresh_token : null,
    scopes: typeof body.scope === "string" ? body.scope.split(" ").filter((one) => one !== "") : null,
  };
}

/** The word of RFC 6749 for what went wrong; Notion puts it into `code`. */
export const oauthError = ({ body }: TokenAnswer): string => String(body.error ?? body.code ?? "");

/**
 * A renewal's answer as a decision. `invalid_grant` is the one word that means the person's consent is over; what speaks
 * of our own client is the operator's to mend and ends nobody's connection.
 */
export function renewalOf(answer: TokenAnswer, now: number): Renewal {
  const grant = grantIn(answer, now);
  if (grant !== null) return { outcome: "granted", grant };
  if (oauthError(answer) === "invalid_grant") return { outcome: "refused" };
  throw clientRefused();
}

/** The grant of a first exchange. Throws as `OAuthProvider.exchange` says. */
export function exchanged(answer: TokenAnswer, now: number): Grant {
  const grant = grantIn(answer, now);
  if (grant !== null) return grant;
  if (oauthError(answer) === "invalid_client") throw clientRefused();
  throw new AppError("invalid-input", "The provider does not accept this answer any more.", {
    remedy: "Start connecting again; an answer can be used once, and within a few minutes.",
  });
}

const clientRefused = (): AppError =>
  new AppError("upstream-unavailable", "The provider does not accept this installation's client.", {
    remedy: "Ask whoever runs this installation to check its OAuth client's id and secret.",
  });

const unanswered = (): AppError =>
  new AppError("upstream-unavailable", "The provider did not answer as it should.", {
    remedy: "Try again in a few minutes.",
  });

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text === "" ? "{}" : text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
