import "server-only";
import type { Caller } from "@/lib/auth/policy";
import type { Connector } from "@/lib/connectors/connector";
import { findConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { asAppError } from "@/lib/errors";
import { openConnection } from "@/lib/reach/open-connection";
import { connectionNotFound, connectionUuid } from "./connection-id";

/** Opens one of the caller's connections for as long as `work` takes, for a person who waits. Throws AppError. */
export async function usingConnection<T>(
  caller: Caller,
  id: string,
  work: (connector: Connector) => Promise<T>,
): Promise<T> {
  const uuid = connectionUuid(id);
  const exists = await withOrg(caller.organizationId, (db) => findConnection(db, uuid));
  if (!exists) throw connectionNotFound();
  const connector = await openConnection(caller.organizationId, uuid, "interactive");
  try {
    return await work(connector);
  } catch (thrown) {
    throw asAppError(thrown);
  } finally {
    await connector.close();
  }
}
