import "server-only";
import type { Connector, ConnectorKind, WaysOut } from "@/lib/connectors/connector";
import { connect } from "@/lib/connectors/registry";
import { findConnection, noteKeyNeeded, noteKeyUsable, sealedCredentials } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { guardedFetch } from "@/lib/egress/guarded-fetch";
import { openSocketWith } from "@/lib/egress/guarded-socket";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { rememberCredentials } from "@/lib/known-secrets";
import { KeyRefused } from "@/lib/vault/key-fault";
import { type Credentials, openCredentials } from "@/lib/vault/vault";

/** Bytes that one socket may receive before it is cut; the connector itself opens a new one long before. */
const SOCKET_BYTES = 256 * 1024 ** 2;
const SOCKET_CONNECT_MS = 10_000;
const SOCKET_IDLE_MS = 60_000;

/** A provider's largest answer (a whole spreadsheet), and the slowest that still comes back with an answer. */
const ANSWER_BYTES = 128 * 1024 ** 2;
const ANSWER_MS = 185_000;

let ways: WaysOut | null = null;

/** The guarded ways out of this process: the operator's provider addresses, and checked customer databases. */
function waysOut(): WaysOut {
  const { NOTION_API_URL, GOOGLE_API_URL, GOOGLE_OAUTH_URL, EGRESS_ALLOW } = env();
  ways ??= {
    fetch: guardedFetch({
      origins: [NOTION_API_URL, GOOGLE_API_URL, GOOGLE_OAUTH_URL].filter((url) => url !== undefined),
      publicHttps: true,
      allow: [],
      maxBytes: ANSWER_BYTES,
      timeoutMs: ANSWER_MS,
    }),
    openSocket: openSocketWith({
      allow: EGRESS_ALLOW,
      byteBudget: SOCKET_BYTES,
      connectMs: SOCKET_CONNECT_MS,
      idleMs: SOCKET_IDLE_MS,
    }),
  };
  return ways;
}

/**
 * Opens a connection for use: its sealed credentials from the vault, its ways out from egress, its connector from
 * the registry of kinds. The caller closes it. Throws AppError `not-found`, or what the connector throws.
 */
export async function openConnection(organizationId: string, connectionId: string): Promise<Connector> {
  const { connection, sealed } = await withOrg(organizationId, async (db) => {
    const found = await findConnection(db, connectionId);
    if (!found) throw new AppError("not-found", "There is no such connection.");
    return { connection: found, sealed: await sealedCredentials(db, connectionId) };
  });
  const credentials = await opened({ organizationId, connectionId }, sealed);
  if (connection.status === "needs-key")
    await withOrg(organizationId, (db) => noteKeyUsable(db, connectionId));
  return connectWith(connection.kind as ConnectorKind, credentials);
}

/** Where the vault's key may not be used, the connection says so until it may again. */
async function opened(
  bound: { readonly organizationId: string; readonly connectionId: string },
  sealed: Parameters<typeof openCredentials>[1],
): Promise<Credentials> {
  try {
    return await openCredentials(bound, sealed);
  } catch (error) {
    if (error instanceof KeyRefused)
      await withOrg(bound.organizationId, (db) => noteKeyNeeded(db, bound.connectionId, error.message));
    throw error;
  }
}

/** Opens credentials that are not stored yet, to check them before they are. */
export function connectWith(kind: ConnectorKind, credentials: Credentials): Connector {
  const { NOTION_API_URL, GOOGLE_API_URL, GOOGLE_OAUTH_URL, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = env();
  rememberCredentials(credentials);
  return connect(kind, credentials, waysOut(), {
    ...(NOTION_API_URL && { notionUrl: NOTION_API_URL }),
    ...(GOOGLE_API_URL && { googleApiUrl: GOOGLE_API_URL }),
    ...(GOOGLE_OAUTH_URL && { googleOauthUrl: GOOGLE_OAUTH_URL }),
    ...(GOOGLE_CLIENT_ID && { googleClientId: GOOGLE_CLIENT_ID }),
    ...(GOOGLE_CLIENT_SECRET && { googleClientSecret: GOOGLE_CLIENT_SECRET }),
  });
}
