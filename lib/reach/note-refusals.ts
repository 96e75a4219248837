import "server-only";
import type { Check } from "@/lib/connectors/connector";
import { holdAccess } from "@/lib/db/connection-access";
import { endAccess, findConnection } from "@/lib/db/connections";
import { record, withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { refusedEntry } from "./renew-access";
import { tryConnection } from "./try-connection";

/**
 * Looks, after a system refused something, whether it refuses the connection itself; then its registries wait until
 * somebody reconnects. A table that is gone or a page that is not shared leaves the connection as it is.
 */
export async function noteRefusals(organizationId: string, connectionIds: readonly string[]): Promise<void> {
  for (const connectionId of new Set(connectionIds)) {
    const connection = await withOrg(organizationId, (db) => findConnection(db, connectionId));
    if (!connection) continue;
    const refused = refusalIn(await checksOf(organizationId, connectionId));
    if (refused === null) continue;
    const at = new Date();
    await withOrg(organizationId, async (db) => {
      const end = { status: "reconnect-needed" as const, problem: refused.message, at };
      if (!(await holdAccess(db, connection)) || !(await endAccess(db, connectionId, end))) return;
      const target = { type: "connection", ref: publicId("con", connectionId) };
      await record(
        db,
        [refusedEntry(target, { kind: connection.kind, problem: refused.message, found: "check" })],
        at,
      );
    });
  }
}

/** The line that says that the credentials are not accepted; what could not be tried says nothing of them. */
export const refusalIn = (checks: readonly Check[]): Check | null =>
  checks.find(({ name, ok }) => name === "authorized" && ok === false) ?? null;

async function checksOf(organizationId: string, connectionId: string): Promise<readonly Check[]> {
  try {
    return await tryConnection({ organizationId, connectionId }, (connector) => connector.check());
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind !== "internal") return [];
    throw thrown;
  }
}
