import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import {
  deleteConnection as deleteStored,
  dropCredentials,
  endAccess,
  findConnection,
  queueForCredentials,
  registriesOn,
  type StoredConnection,
} from "@/lib/db/connections";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import { connectionNotFound, connectionUuid } from "./connection-id";
import { endConsent } from "./end-consent";

/**
 * Ends a connection's access: the provider is told, then its credentials are gone here too. Registries that use it wait,
 * with everything that they know, until it is reconnected. Once is enough: a second time changes and records nothing.
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
    if (!(await endAccess(db, connection.id, { status: "disconnected", problem, at: now }))) return;
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
