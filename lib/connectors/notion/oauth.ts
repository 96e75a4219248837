import {
  exchanged,
  type OAuthClient,
  type OAuthProvider,
  renewalOf,
  type TokenAnswer,
  tokenCall,
} from "../oauth";
import { NOTION_VERSION } from "./client";

const NOTION = "https://api.notion.com";

/**
 * Notion's OAuth: the person picks the pages himself, there are no scopes and no PKCE, both tokens change with each
 * renewal, and no answer says when an access token ends. `baseUrl` is where Notion is served, without `/v1`.
 */
export function notionOAuth(client: OAuthClient, baseUrl: string | undefined): OAuthProvider {
  const at = `${(baseUrl ?? NOTION).replace(/\/+$/, "")}/v1/oauth`;
  const call = (path: string, body: object): Promise<TokenAnswer> =>
    tokenCall(client.fetch, `${at}/${path}`, {
      headers: {
        authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64")}`,
        "content-type": "application/json",
        "notion-version": NOTION_VERSION,
      },
      body: JSON.stringify(body),
    });
  return {
    kind: "notion",
    revokesWholeAccount: false,
    files: [],
    authorizeUrl: ({ redirectUri, state }) => {
      const query = new URLSearchParams({
        owner: "user",
        client_id: client.clientId,
        redirect_uri: redirectUri,
        response_type: "code",
        state,
      });
      return `${at}/authorize?${query}`;
    },
    exchange: async ({ code, redirectUri }) =>
      exchanged(
        await call("token", { grant_type: "authorization_code", code, redirect_uri: redirectUri }),
        Date.now(),
      ),
    renew: async (refreshToken) =>
      renewalOf(
        await call("token", { grant_type: "refresh_token", refresh_token: refreshToken }),
        Date.now(),
      ),
    revoke: async (token) => (await call("revoke", { token })).status === 200,
    parts: [],
    missingFrom: () => [],
  };
}
