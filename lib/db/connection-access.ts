import "server-only";
import { queueForCredentials, type StoredConnection } from "./connections";
import type { Scoped } from "./control";

/** Other credentials are in place: what is being found out with those before no longer counts. */
export async function nextAccess(db: Scoped, id: string): Promise<void> {
  await db.connection.updateMany({ where: { id }, data: { accessRevision: { increment: 1 } } });
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
