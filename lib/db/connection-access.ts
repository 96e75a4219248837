import "server-only";
import { AppError } from "@/lib/errors";
import { findConnection, queueForCredentials, type StoredConnection } from "./connections";
import type { Scoped } from "./control";
import { postgresCode } from "./postgres-code";

/** Other credentials are in place: what is being found out with those before no longer counts. */
export async function nextAccess(db: Scoped, id: string): Promise<void> {
  await db.connection.updateMany({ where: { id }, data: { accessRevision: { increment: 1 } } });
}

/** Postgres gave up waiting for a lock. */
const LOCK_TIMEOUT = "55P03";

/** As `queueForCredentials`, and no longer than `ms`: then AppError `upstream-unavailable`, as who has the turn waits too. */
export async function queueBriefly(db: Scoped, connectionId: string, ms: number): Promise<void> {
  await db.$executeRaw`select set_config('lock_timeout', ${String(ms)}, true)`;
  try {
    await queueForCredentials(db, connectionId);
  } catch (thrown) {
    if (postgresCode(thrown) !== LOCK_TIMEOUT) throw thrown;
    throw new AppError("upstream-unavailable", "The connection's access is just being renewed.", {
      remedy: "Try again in a minute.",
      cause: thrown,
    });
  }
}

/**
 * The connection as it is now, if what was found out with `tried` is still of its access: nobody has disconnected it or
 * given it other credentials since `tried` was read, nor does before the transaction ends. A renewal is the same access.
 */
export async function holdAccess(
  db: Scoped,
  tried: Pick<StoredConnection, "id" | "accessRevision">,
): Promise<StoredConnection | null> {
  const { id, accessRevision } = tried;
  await queueForCredentials(db, id);
  return db.connection.findFirst({ where: { id, accessRevision, status: { not: "disconnected" } } });
}

/**
 * Takes the try of a connection whose access ended, before it is made: whoever lists it meanwhile finds it taken, and one
 * that is broken off has its next turn like the others. Null: somebody tried it after `before`, or it is not to be tried.
 */
export async function claimTry(
  db: Scoped,
  id: string,
  { now, before }: { readonly now: Date; readonly before: Date },
): Promise<StoredConnection | null> {
  const { count } = await db.connection.updateMany({
    where: {
      id,
      status: { in: ["reconnect-needed", "needs-key"] },
      OR: [{ checkedAt: null }, { checkedAt: { lt: before } }],
    },
    data: { checkedAt: now },
  });
  return count === 0 ? null : findConnection(db, id);
}
