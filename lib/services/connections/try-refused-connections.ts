import "server-only";
import { claimTry } from "@/lib/db/connection-access";
import { refusedConnections } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { asAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { TRY_MS } from "@/lib/reach/try-connection";
import { isAccepted, tryAgain } from "./check-connection";

/** Refused connections are tried again by themselves this often: some systems refuse in an outage. */
const AGAIN_MS = 60 * 60_000;
const AT_ONCE = 50;

/** No turn takes as long as this; what was tried this lately was listed before another turn took it. */
const TURN_MS = 5 * 60_000;

/** When a turn begins no further try, and how long one takes at most. */
interface Patience {
  readonly until: number;
  readonly tryMs?: number;
}

/** Tries connections that were refused an hour ago or more. Returns how many are accepted again. */
export async function tryRefusedConnections(now: Date, { until, tryMs = TRY_MS }: Patience): Promise<number> {
  const refused = await refusedConnections(new Date(now.getTime() - AGAIN_MS), AT_ONCE);
  let accepted = 0;
  for (const place of refused) {
    if (Date.now() >= until) break;
    if (await isAcceptedAgain(place, { now, tryMs })) accepted += 1;
  }
  return accepted;
}

/** One that cannot even be opened keeps the others from nothing, and has its next turn as late as they have. */
async function isAcceptedAgain(
  { organizationId, connectionId }: { readonly organizationId: string; readonly connectionId: string },
  { now, tryMs }: { readonly now: Date; readonly tryMs: number },
): Promise<boolean> {
  const before = new Date(now.getTime() - TURN_MS);
  const connection = await withOrg(organizationId, (db) => claimTry(db, connectionId, { now, before }));
  if (!connection) return false;
  try {
    return isAccepted(await tryAgain(organizationId, connection, { now, tryMs }));
  } catch (thrown) {
    log("warn", "connection.not-tried", { connection: connectionId, error: asAppError(thrown) });
    return false;
  }
}
