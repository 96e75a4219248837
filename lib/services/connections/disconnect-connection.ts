import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { ConnectorKind } from "@/lib/connectors/connector";
import {
  deleteConnection as deleteStored,
  dropCredentials,
  endAccess,
  findConnection,
  isAccountShared,
  queueForCredentials,
  registriesOn,
  type StoredConnection,
  sealedCredentials,
} from "@/lib/db/connections";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { AppError, asAppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { type KeptAccess, keptAccessIn } from "@/lib/reach/kept-access";
import { oauthProvider } from "@/lib/reach/ways-out";
import { openCredentials } from "@/lib/vault/vault";
import { callerEntry } from "../audit/caller-entry";
import { connectionNotFound, connectionUuid } from "./connection-id";
import { revocationOf } from "./revocation";

/**
 * Ends a connection's access: the provider is told, then its credentials are gone here too. Registries that use it wait,
 * with everything that they know, until it is reconnected.
 */
export async function disconnectConnection(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "connection:write");
  const connection = await withOrg(caller.organizationId, (db) => requireConnection(db, id));
  const revoked = await endConsent(caller.organizationId, connection);
  await withOrg(caller.organizationId, async (db) => {
    // A renewal that is under way must not store its answer afterwards.
    await queueForCredentials(db, connection.id);
    await dropCredentials(db, connection.id);
    const problem = `The connection "${connection.name}" was disconnected.`;
    await endAccess(db, connection.id, { status: "disconnected", problem, at: now });
    const registries = (await registriesOn(db, connection.id)).map((one) => publicId("reg", one.id));
    const target = { type: "connection", ref: id };
    const payload = { kind: connection.kind, account: connection.accountName, revoked, registries };
    await record(db, [callerEntry(caller, { action: "connection.disconnected", target, payload })], now);
  });
}

/** Removes a connection that no registry uses, with its credentials, and tells the provider. */
export async function deleteConnection(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "connection:write");
  const connection = await withOrg(caller.organizationId, async (db) => {
    const found = await requireConnection(db, id);
    if ((await registriesOn(db, found.id)).length > 0) throw stillUsed();
    return found;
  });
  const revoked = await endConsent(caller.organizationId, connection);
  await withOrg(caller.organizationId, async (db) => {
    if (!(await deleteStored(db, connection.id))) throw stillUsed();
    const target = { type: "connection", ref: id };
    const payload = { kind: connection.kind, account: connection.accountName, revoked };
    await record(db, [callerEntry(caller, { action: "connection.deleted", target, payload })], now);
  });
}

async function requireConnection(db: Scoped, id: string): Promise<StoredConnection> {
  const found = await findConnection(db, connectionUuid(id));
  if (!found) throw connectionNotFound();
  return found;
}

const stillUsed = (): AppError =>
  new AppError("stale", "Registries still use this connection.", {
    remedy: "Delete those registries, or move their sides, first.",
  });

/** What the ledger says of the provider; a provider that does not answer keeps nobody from disconnecting. */
async function endConsent(organizationId: string, connection: StoredConnection): Promise<string> {
  const access = await accessOf(organizationId, connection.id);
  const provider = oauthProvider(connection.kind as ConnectorKind);
  const { accountId } = connection;
  const revocation = revocationOf({
    hasConsent: access !== null,
    hasProvider: provider !== null,
    revokesWholeAccount: provider?.revokesWholeAccount ?? false,
    isAccountShared: accountId !== null && (await isAccountShared({ ...connection, accountId })),
  });
  const token = access?.refreshToken ?? access?.accessToken ?? null;
  if (revocation === "keep") return "kept: another connection uses the account";
  if (revocation === "none" || provider === null || token === null) return "nothing to revoke";
  try {
    return (await provider.revoke(token)) ? "revoked" : "unknown to the provider";
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.kind === "internal") throw error;
    return "the provider did not answer";
  }
}

async function accessOf(organizationId: string, connectionId: string): Promise<KeptAccess | null> {
  const sealed = await withOrg(organizationId, (db) => sealedCredentials(db, connectionId));
  return sealed.length === 0
    ? null
    : keptAccessIn(await openCredentials({ organizationId, connectionId }, sealed));
}
