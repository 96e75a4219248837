import {
  exchanged,
  type OAuthClient,
  type OAuthProvider,
  renewalOf,
  type TokenAnswer,
  tokenCall,
} from "../oauth";
import { BOXES, missingScopes, SCOPES_OF } from "./scopes";

/**
 * Google's OAuth, with PKCE. A refresh token comes with each consent only if consent is asked for anew, and stays the
 * same afterwards. Revoking one token ends the person's whole consent. `oauthUrl` serves all addresses; absent = Google.
 */
export function googleOAuth(client: OAuthClient, oauthUrl: string | undefined): OAuthProvider {
  const base = oauthUrl?.replace(/\/+$/, "");
  const consentAt = base ?? "https://accounts.google.com";
  const tokensAt = base ?? "https://oauth2.googleapis.com";
  const call = (path: string, form: Readonly<Record<string, string>>): Promise<TokenAnswer> =>
    tokenCall(client.fetch, `${tokensAt}/${path}`, {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
    });
  const ours = { client_id: client.clientId, client_secret: client.clientSecret };
  return {
    kind: "google-sheets",
    revokesWholeAccount: true,
    files: ["picked", "all"],
    authorizeUrl: ({ redirectUri, state, challenge, files }) => {
      const query = new URLSearchParams({
        client_id: client.clientId,
        redirect_uri: redirectUri,
        response_type: "code",
        scope: SCOPES_OF[files ?? "picked"].join(" "),
        access_type: "offline",
        prompt: "consent",
        state,
        code_challenge: challenge,
        code_challenge_method: "S256",
      });
      return `${consentAt}/o/oauth2/v2/auth?${query}`;
    },
    exchange: async ({ code, redirectUri, verifier }) => {
      const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
      return exchanged(await call("token", { ...ours, ...form, code_verifier: verifier }), Date.now());
    },
    renew: async (refreshToken) =>
      renewalOf(
        await call("token", { ...ours, grant_type: "refresh_token", refresh_token: refreshToken }),
        Date.now(),
      ),
    revoke: async (token) => (await call("revoke", { token })).status === 200,
    parts: Object.values(BOXES),
    missingFrom: (scopes, files) => missingScopes(scopes, files ?? "picked").map((scope) => BOXES[scope]),
  };
}
