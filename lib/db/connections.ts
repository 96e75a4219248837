import "server-only";
import type { Scoped } from "./control";

export interface StoredConnection {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly label: string;
  readonly status: string;
  readonly problem: string | null;
  readonly checkedAt: Date | null;
  readonly createdAt: Date;
}

export const findConnection = (db: Scoped, id: string): Promise<StoredConnection | null> =>
  db.connection.findFirst({ where: { id } });

export const listConnections = (db: Scoped): Promise<StoredConnection[]> =>
  db.connection.findMany({ orderBy: { createdAt: "asc" } });

/** The sealed fields of a connection's credentials; lib/vault opens them. */
export const sealedCredentials = (
  db: Scoped,
  connectionId: string,
): Promise<{ field: string; sealed: string }[]> =>
  db.credential.findMany({ where: { connectionId }, select: { field: true, sealed: true } });

export async function insertConnection(
  db: Scoped,
  organizationId: string,
  connection: Pick<StoredConnection, "id" | "kind" | "name" | "label">,
  sealed: readonly { readonly field: string; readonly sealed: string }[],
): Promise<void> {
  await db.connection.create({ data: { organizationId, ...connection } });
  await db.credential.createMany({
    data: sealed.map((credential) => ({ organizationId, connectionId: connection.id, ...credential })),
  });
}

export async function noteConnectionState(
  db: Scoped,
  id: string,
  state: {
    readonly status: "working" | "reconnect-needed" | "untested";
    readonly problem: string | null;
    readonly at: Date;
  },
): Promise<void> {
  await db.connection.updateMany({
    where: { id },
    data: { status: state.status, problem: state.problem, checkedAt: state.at },
  });
}

/** The vault's key may not be used: connections that worked say so. Who is in another state keeps it. */
export async function noteKeyNeeded(db: Scoped, id: string, problem: string): Promise<void> {
  await db.connection.updateMany({
    where: { id, status: "working" },
    data: { status: "needs-key", problem },
  });
}

/** The vault's key opens credentials again. */
export async function noteKeyUsable(db: Scoped, id: string): Promise<void> {
  await db.connection.updateMany({
    where: { id, status: "needs-key" },
    data: { status: "working", problem: null },
  });
}

/** False when sides still use it. */
export async function deleteConnection(db: Scoped, id: string): Promise<boolean> {
  if ((await db.side.count({ where: { connectionId: id } })) > 0) return false;
  await db.connection.deleteMany({ where: { id } });
  return true;
}
