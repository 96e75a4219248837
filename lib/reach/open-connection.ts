import "server-only";
import type { Connector, ConnectorKind, WaysOut } from "@/lib/connectors/connector";
import { connect } from "@/lib/connectors/registry";
import { endAccess, findConnection, noteKeyUsable, sealedCredentials } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import type { Lane } from "@/lib/egress/rate-budget";
import { AppError } from "@/lib/errors";
import { rememberCredentials } from "@/lib/known-secrets";
import { KeyRefused } from "@/lib/vault/key-fault";
import { type Credentials, openCredentials } from "@/lib/vault/vault";
import { bearingFetch } from "./bearing-fetch";
import { countedOf, countedUnsaved, withBudget } from "./call-budget";
import { hideOwnSecrets } from "./hide-own-secrets";
import { type KeptAccess, keptAccessIn } from "./kept-access";
import { type KeptPlace, renewAccess } from "./renew-access";
import { providers, waysOut } from "./ways-out";

/**
 * Opens a connection for use: its sealed credentials from the vault, its ways out from egress, its connector from
 * the registry of kinds. The caller closes it. `lane` says whether a person waits for what is asked of it. Throws
 * AppError `not-found`, `connection-broken` for one that was disconnected, or what the connector throws.
 */
export async function openConnection(
  organizationId: string,
  connectionId: string,
  lane: Lane = "background",
): Promise<Connector> {
  const { connection, sealed } = await withOrg(organizationId, async (db) => ({
    connection: await findConnection(db, connectionId),
    sealed: await sealedCredentials(db, connectionId),
  }));
  if (!connection) throw new AppError("not-found", "There is no such connection.");
  if (sealed.length === 0) throw disconnected(connection.name);
  const credentials = await opened({ organizationId, connectionId }, sealed);
  if (connection.status === "needs-key")
    await withOrg(organizationId, (db) => noteKeyUsable(db, connectionId));
  const kind = connection.kind as ConnectorKind;
  const access = keptAccessIn(credentials);
  const out = withBudget(waysOut(), countedOf(connection, credentials), { party: organizationId, lane });
  return access
    ? connectKept({ organizationId, connectionId, kind }, access, out)
    : connectBy(kind, credentials, out);
}

/** Where the vault's key may not be used, the connection says so until it may again, and its registries wait. */
async function opened(
  bound: { readonly organizationId: string; readonly connectionId: string },
  sealed: Parameters<typeof openCredentials>[1],
): Promise<Credentials> {
  try {
    return await openCredentials(bound, sealed);
  } catch (error) {
    if (error instanceof KeyRefused) {
      const end = { status: "needs-key" as const, problem: error.message, at: new Date() };
      await withOrg(bound.organizationId, (db) => endAccess(db, bound.connectionId, end));
    }
    throw error;
  }
}

const disconnected = (name: string): AppError =>
  new AppError("connection-broken", `The connection "${name}" was disconnected.`, {
    remedy: "Reconnect it, and its registries go on.",
  });

/** Opens credentials that are not stored yet, to check them before they are. */
export function connectWith(kind: ConnectorKind, credentials: Credentials): Connector {
  const { counted, party } = countedUnsaved(kind, credentials);
  return connectBy(kind, credentials, withBudget(waysOut(), counted, { party, lane: "interactive" }));
}

function connectBy(kind: ConnectorKind, credentials: Credentials, out: WaysOut): Connector {
  rememberCredentials(credentials);
  return hideOwnSecrets(connect(kind, inUse(credentials), out, providers()), credentials);
}

/** The connector is given the token as it is; the way out puts the newest one in its place. */
function connectKept(place: KeptPlace, known: KeptAccess, { fetch, openSocket }: WaysOut): Connector {
  const bearing = bearingFetch(fetch, {
    known,
    renew: (stale) => renewAccess(place, stale),
    clock: () => Date.now(),
  });
  const given = { ...known, accessToken: known.accessToken ?? "unrenewed" };
  return connect(place.kind, inUse({ ...given }), { fetch: bearing, openSocket }, providers());
}

/** A consent's tokens as connectors take them; other credentials as they are. */
function inUse(credentials: Credentials): Credentials {
  const { accessToken, scopes } = credentials;
  if (typeof accessToken !== "string") return credentials;
  return { accessToken, ...(Array.isArray(scopes) && { scope: scopes.join(" ") }) };
}
