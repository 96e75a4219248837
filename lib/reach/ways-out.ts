import "server-only";
import type { ConnectorKind, WaysOut } from "@/lib/connectors/connector";
import type { OAuthProvider } from "@/lib/connectors/oauth";
import { oauthOf, type Providers } from "@/lib/connectors/registry";
import { guardedFetch, KEEP_ALIVE_MS } from "@/lib/egress/guarded-fetch";
import { openSocketWith } from "@/lib/egress/guarded-socket";
import { env } from "@/lib/env";

/** Bytes that one socket may receive before it is cut; the connector itself opens a new one long before. */
const SOCKET_BYTES = 256 * 1024 ** 2;
const SOCKET_CONNECT_MS = 10_000;
const SOCKET_IDLE_MS = 60_000;

/** A provider's largest answer (a whole spreadsheet), and the slowest that still comes back with an answer. */
const ANSWER_BYTES = 128 * 1024 ** 2;
const ANSWER_MS = 185_000;

/** Tokens are short, and a row of the database is locked while one is waited for. */
const TOKEN_BYTES = 64 * 1024;
const TOKEN_MS = 10_000;

let ways: WaysOut | null = null;
let tokenFetch: typeof globalThis.fetch | null = null;

/** The guarded ways out of this process: the operator's provider addresses, and checked customer databases. */
export function waysOut(): WaysOut {
  ways ??= {
    fetch: providerFetch({ maxBytes: ANSWER_BYTES, timeoutMs: ANSWER_MS }),
    openSocket: openSocketWith({
      allow: env().EGRESS_ALLOW,
      byteBudget: SOCKET_BYTES,
      connectMs: SOCKET_CONNECT_MS,
      idleMs: SOCKET_IDLE_MS,
    }),
  };
  return ways;
}

function providerFetch(bounds: { readonly maxBytes: number; readonly timeoutMs: number }) {
  const { NOTION_API_URL, GOOGLE_API_URL, GOOGLE_OAUTH_URL } = env();
  return guardedFetch({
    origins: [NOTION_API_URL, GOOGLE_API_URL, GOOGLE_OAUTH_URL].filter((url) => url !== undefined),
    publicHttps: true,
    allow: [],
    keepAliveMs: KEEP_ALIVE_MS,
    ...bounds,
  });
}

/** Where the operator says that the providers are, and who he says that we are to them. */
export function providers(): Providers {
  const { NOTION_API_URL, GOOGLE_API_URL, GOOGLE_OAUTH_URL, ...rest } = env();
  const { NOTION_CLIENT_ID, NOTION_CLIENT_SECRET, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = rest;
  return {
    ...(NOTION_API_URL && { notionUrl: NOTION_API_URL }),
    ...(NOTION_CLIENT_ID && { notionClientId: NOTION_CLIENT_ID }),
    ...(NOTION_CLIENT_SECRET && { notionClientSecret: NOTION_CLIENT_SECRET }),
    ...(GOOGLE_API_URL && { googleApiUrl: GOOGLE_API_URL }),
    ...(GOOGLE_OAUTH_URL && { googleOauthUrl: GOOGLE_OAUTH_URL }),
    ...(GOOGLE_CLIENT_ID && { googleClientId: GOOGLE_CLIENT_ID }),
    ...(GOOGLE_CLIENT_SECRET && { googleClientSecret: GOOGLE_CLIENT_SECRET }),
  };
}

/** How people agree to a connection of this kind here; null where they cannot. */
export function oauthProvider(kind: ConnectorKind): OAuthProvider | null {
  tokenFetch ??= providerFetch({ maxBytes: TOKEN_BYTES, timeoutMs: TOKEN_MS });
  return oauthOf(kind, tokenFetch, providers());
}
