import "server-only";
import { ENDED, findConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";

/** A connection that its runs wait for: refused, disconnected, or sealed with a key that may not be used. */
export interface EndedAccess {
  readonly connection: string;
  readonly problem: string;
}

/** The first of these connections whose access is over, as it is known; no system is asked. Null = none is. */
export function findEndedAccess(
  organizationId: string,
  connectionIds: readonly string[],
): Promise<EndedAccess | null> {
  return withOrg(organizationId, async (db) => {
    for (const id of new Set(connectionIds)) {
      const found = await findConnection(db, id);
      if (found && ENDED.some((status) => status === found.status))
        return { connection: found.name, problem: found.problem ?? "Its access is over." };
    }
    return null;
  });
}
