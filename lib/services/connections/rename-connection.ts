import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { changeConnection, findConnection } from "@/lib/db/connections";
import { record, withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { callerEntry } from "../audit/caller-entry";
import { connectionNotFound, connectionUuid } from "./connection-id";
import { connectionName } from "./connection-input";
import { type ConnectionView, connectionView } from "./connection-view";

/** Gives a connection another name; nothing depends on it. Throws AppError `invalid-input`. */
export async function renameConnection(
  caller: Caller,
  id: string,
  asked: string,
  now = new Date(),
): Promise<ConnectionView> {
  authorize(caller, "connection:write");
  const name = connectionName.safeParse(asked);
  if (!name.success) throw new AppError("invalid-input", "A name has 1 to 100 characters.");
  return withOrg(caller.organizationId, async (db) => {
    const connection = await findConnection(db, connectionUuid(id));
    if (!connection) throw connectionNotFound();
    await changeConnection(db, connection.id, { name: name.data });
    const target = { type: "connection", ref: id };
    const payload = { before: connection.name, after: name.data };
    await record(db, [callerEntry(caller, { action: "connection.renamed", target, payload })], now);
    return connectionView({ ...connection, name: name.data });
  });
}
