import "server-only";
import type { Connector, ConnectorKind } from "@/lib/connectors/connector";
import { connect } from "@/lib/connectors/registry";
import { findConnection, sealedCredentials } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { guardedFetch } from "@/lib/egress/guarded-fetch";
import { openSocketWith } from "@/lib/egress/guarded-socket";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { openCredentials } from "@/lib/vault/vault";

/** Bytes that one opened database connection may receive before it is cut: a full read of a large table and some. */
const SOCKET_BYTE_BUDGET = 4 * 1024 ** 3;

/**
 * Opens a connection for use: its sealed credentials from the vault, its ways out from egress, its connector from
 * the registry of kinds. The caller closes it. Throws AppError `not-found`, or what the connector throws.
 */
export async function openConnection(organizationId: string, connectionId: string): Promise<Connector> {
  const { kind, credentials } = await withOrg(organizationId, async (db) => {
    const connection = await findConnection(db, connectionId);
    if (!connection) throw new AppError("not-found", "There is no such connection.");
    const sealed = await sealedCredentials(db, connectionId);
    return { kind: connection.kind as ConnectorKind, credentials: openCredentials({ organizationId, connectionId }, sealed) };
  });
  return connectWith(kind, credentials);
}

/** Opens credentials that are not stored yet, to check them before they are. */
export function connectWith(kind: ConnectorKind, credentials: Readonly<Record<string, string>>): Connector {
  const { NOTION_API_URL, GOOGLE_API_URL, GOOGLE_OAUTH_URL, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, EGRESS_ALLOW } = env();
  const urls = {
    notion: NOTION_API_URL ?? "https://api.notion.com",
    googleApi: GOOGLE_API_URL,
    googleOauth: GOOGLE_OAUTH_URL,
  };
  const out = {
    fetch: guardedFetch({ urls: Object.values(urls).filter((url) => url !== undefined) }),
    openSocket: openSocketWith({ allow: EGRESS_ALLOW, byteBudget: SOCKET_BYTE_BUDGET }),
  };
  const client = { googleClientId: GOOGLE_CLIENT_ID, googleClientSecret: GOOGLE_CLIENT_SECRET };
  return connect(kind, credentials, out, { ...urls, ...client });
}
