import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { Check, ConnectorKind } from "@/lib/connectors/connector";
import { findConnection, insertConnection, noteConnectionState } from "@/lib/db/connections";
import { record, withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { type Credentials, sealCredentials } from "@/lib/vault/vault";
import { callerEntry } from "../audit/caller-entry";
import { claimConnectionRoom, requireConnectionRoom } from "../organizations/plan-limits";
import { type CreateConnectionInput, labelOf } from "./connection-input";
import { CONNECTOR_OF, type ConnectionView, connectionView } from "./connection-view";
import { type Tried, tryCredentials } from "./try-credentials";

/** A connection that was stored, with everything that was tried: some of it may not work yet. */
export interface TriedConnection {
  readonly connection: ConnectionView;
  readonly checks: readonly Check[];
}

/**
 * Stores a connection after trying it: credentials that do not work are refused with the exact remedy and nothing is
 * kept. Throws NotOpened, what the system answered, or `limit-reached` where the plan has no place for another one.
 */
export const createConnection = async (
  caller: Caller,
  input: CreateConnectionInput,
  now = new Date(),
): Promise<ConnectionView> => (await createTriedConnection(caller, input, now)).connection;

/** `createConnection`, with the check list. */
export async function createTriedConnection(
  caller: Caller,
  input: CreateConnectionInput,
  now = new Date(),
): Promise<TriedConnection> {
  authorize(caller, "connection:write");
  const kind = CONNECTOR_OF[input.kind];
  await withOrg(caller.organizationId, (db) => requireConnectionRoom(db, caller.organizationId));
  const tried = await tryCredentials(kind, input.credentials);
  const label = labelOf(input, tried.account?.name ?? null);
  const connection = await storeConnection(
    caller,
    {
      id: newUuid(),
      kind,
      name: input.name,
      label,
      credentials: input.credentials,
      tried,
      by: "credentials",
      scopes: [],
    },
    now,
  );
  return { connection, checks: tried.checks };
}

interface NewConnection {
  readonly id: string;
  readonly kind: ConnectorKind;
  readonly name: string;
  readonly label: string;
  readonly credentials: Credentials;
  readonly tried: Tried;
  readonly by: "credentials" | "consent";
  /** What was agreed to, where the provider has scopes. */
  readonly scopes: readonly string[];
}

/** Seals and stores credentials that were tried, under a name; the caller was authorised. */
export async function storeConnection(
  caller: Caller,
  { id, kind, name, label, credentials, tried, by, scopes }: NewConnection,
  now: Date,
): Promise<ConnectionView> {
  const { organizationId } = caller;
  const sealed = await sealCredentials({ organizationId, connectionId: id }, credentials);
  const account = { accountId: tried.account?.id ?? null, accountName: tried.account?.name ?? null };
  return withOrg(organizationId, async (db) => {
    // Again: others may have been made while this one was tried.
    await claimConnectionRoom(db, organizationId);
    await insertConnection(db, organizationId, { id, kind, name, label, scopes, ...account }, sealed);
    await noteConnectionState(db, id, { status: "working", problem: tried.problem, at: now });
    const stored = await findConnection(db, id);
    if (!stored) throw new AppError("internal", "A connection vanished while it was stored.");
    const target = { type: "connection", ref: publicId("con", id) };
    const payload = { kind, name, by, account: account.accountName };
    await record(db, [callerEntry(caller, { action: "connection.created", target, payload })], now);
    return connectionView(stored);
  });
}
