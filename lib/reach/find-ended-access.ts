import "server-only";
import { ENDED, findConnection, type StoredConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";

/** A connection that its runs wait for: refused, disconnected, or sealed with a key that may not be used. */
export interface EndedAccess {
  readonly problem: string;
  /** What mends it, for whoever waits. */
  readonly remedy: string;
}

const THEN = "what waits then goes on by itself, and nothing is lost meanwhile.";

const remedyOf = ({ name, status }: StoredConnection): string =>
  status === "needs-key"
    ? `Whoever runs this installation has to enable the vault's key again; ${THEN}`
    : `Reconnect "${name}" under Connections; ${THEN}`;

/** The first of these connections whose access is over, as it is known; no system is asked. Null = none is. */
export function findEndedAccess(
  organizationId: string,
  connectionIds: readonly string[],
): Promise<EndedAccess | null> {
  return withOrg(organizationId, async (db) => {
    for (const id of new Set(connectionIds)) {
      const found = await findConnection(db, id);
      if (found && ENDED.some((status) => status === found.status))
        return { problem: found.problem ?? `"${found.name}" is not accepted.`, remedy: remedyOf(found) };
    }
    return null;
  });
}
