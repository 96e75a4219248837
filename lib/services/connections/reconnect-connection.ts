import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { findConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { connectionNotFound, connectionUuid } from "./connection-id";
import { labelOf, type ReconnectInput } from "./connection-input";
import { CONNECTOR_OF } from "./connection-view";
import { type Reconnected, replaceAccess } from "./replace-access";
import { tryCredentials } from "./try-credentials";

/**
 * Gives a connection other credentials (a new token, key, URL or fields) and starts the registries that waited for it.
 * Throws AppError `invalid-input` for credentials that do not work; nothing is changed then.
 */
export async function reconnectConnection(
  caller: Caller,
  id: string,
  input: ReconnectInput,
  now = new Date(),
): Promise<Reconnected> {
  authorize(caller, "connection:write");
  const connection = await withOrg(caller.organizationId, (db) => findConnection(db, connectionUuid(id)));
  if (!connection) throw connectionNotFound();
  const kind = CONNECTOR_OF[input.kind];
  if (connection.kind !== kind)
    throw new AppError("invalid-input", "These are credentials for another system.", {
      remedy: "Give credentials for the system that the connection is of.",
    });
  const tried = await tryCredentials(kind, input.credentials);
  const label = labelOf(input, tried.account?.name ?? null);
  const offered = { credentials: input.credentials, tried, label, by: "credentials" as const, scopes: [] };
  return replaceAccess(caller, connection, { offered, agreed: input.otherAccount }, now);
}
