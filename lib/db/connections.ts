import "server-only";
import { resolver, type Scoped } from "./control";

export interface StoredConnection {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly label: string;
  readonly status: string;
  readonly problem: string | null;
  readonly checkedAt: Date | null;
  readonly createdAt: Date;
  /** Whose records it opens; null = it was never asked. */
  readonly accountId: string | null;
  readonly accountName: string | null;
  /** What its person agreed to, where the provider has scopes. */
  readonly scopes: readonly string[];
  /** Which access it has: renewed it is the same, replaced it is another. */
  readonly accessRevision: number;
}

/**
 * A connection whose access ended is no longer run: refused by its system (`reconnect-needed`), sealed with a key that
 * may not be used (`needs-key`), or without credentials any more (`disconnected`).
 */
export type ConnectionStatus = "working" | "reconnect-needed" | "needs-key" | "untested" | "disconnected";

export const ENDED = [
  "reconnect-needed",
  "needs-key",
  "disconnected",
] as const satisfies readonly ConnectionStatus[];

export const findConnection = (db: Scoped, id: string): Promise<StoredConnection | null> =>
  db.connection.findFirst({ where: { id } });

export const listConnections = (db: Scoped): Promise<StoredConnection[]> =>
  db.connection.findMany({ orderBy: { createdAt: "asc" } });

export const countConnections = (db: Scoped): Promise<number> => db.connection.count();

/** The sealed fields of a connection's credentials; lib/vault opens them. */
export const sealedCredentials = (
  db: Scoped,
  connectionId: string,
): Promise<{ field: string; sealed: string }[]> =>
  db.credential.findMany({ where: { connectionId }, select: { field: true, sealed: true } });

export async function insertConnection(
  db: Scoped,
  organizationId: string,
  connection: Pick<StoredConnection, "id" | "kind" | "name" | "label"> &
    Partial<Pick<StoredConnection, "accountId" | "accountName" | "scopes">>,
  sealed: readonly { readonly field: string; readonly sealed: string }[],
): Promise<void> {
  const { scopes = [], ...columns } = connection;
  await db.connection.create({ data: { organizationId, ...columns, scopes: [...scopes] } });
  await putCredentials(db, { organizationId, connectionId: connection.id }, sealed);
}

type Place = { readonly organizationId: string; readonly connectionId: string };

const putCredentials = (
  db: Scoped,
  place: Place,
  sealed: readonly { readonly field: string; readonly sealed: string }[],
) => db.credential.createMany({ data: sealed.map((credential) => ({ ...place, ...credential })) });

/** In place of all that was there. */
export async function replaceCredentials(
  db: Scoped,
  place: Place,
  sealed: readonly { readonly field: string; readonly sealed: string }[],
): Promise<void> {
  await dropCredentials(db, place.connectionId);
  await putCredentials(db, place, sealed);
}

export async function dropCredentials(db: Scoped, connectionId: string): Promise<void> {
  await db.credential.deleteMany({ where: { connectionId } });
}

/** Whoever changes the connection's credentials takes turns until the transaction ends; sides may be added meanwhile. */
export async function queueForCredentials(db: Scoped, connectionId: string): Promise<void> {
  await db.$queryRaw`select id from connection where id = ${connectionId}::uuid for no key update`;
}

export async function changeConnection(
  db: Scoped,
  id: string,
  change: Partial<Pick<StoredConnection, "name" | "label" | "accountId" | "accountName" | "scopes">>,
): Promise<void> {
  const { scopes, ...columns } = change;
  await db.connection.updateMany({
    where: { id },
    data: { ...columns, ...(scopes && { scopes: [...scopes] }) },
  });
}

/** What a connection stays, whatever else befalls it. */
const OUTWEIGHED_BY: Readonly<Record<(typeof ENDED)[number], readonly ConnectionStatus[]>> = {
  disconnected: ["disconnected"],
  "reconnect-needed": ["reconnect-needed", "disconnected"],
  "needs-key": ENDED,
};

/**
 * Notes that the connection's access is over, and says so of each registry that uses it. False if it was known: who is
 * first tells the ledger.
 */
export async function endAccess(
  db: Scoped,
  id: string,
  end: { readonly status: (typeof ENDED)[number]; readonly problem: string; readonly at: Date },
): Promise<boolean> {
  const { status, problem, at } = end;
  const { count } = await db.connection.updateMany({
    where: { id, status: { notIn: [...OUTWEIGHED_BY[status]] } },
    data: { status, problem, checkedAt: at },
  });
  if (count === 0) return false;
  await db.registry.updateMany({
    where: { state: { notIn: ["draft", "held", "over-limit"] }, sides: { some: { connectionId: id } } },
    data: { state: "reconnect-needed", stateReason: problem },
  });
  return true;
}

/** A registry that waits, and its runs that were asked for or begun before or meanwhile. */
export interface WaitingRegistry {
  readonly id: string;
  readonly state: string;
  readonly paused: boolean;
  readonly runs: readonly { readonly id: string; readonly kind: string; readonly status: string }[];
}

/** Registries that wait for this connection and for no other one, or whose runs do; begun runs first. */
export async function registriesToResume(db: Scoped, connectionId: string): Promise<WaitingRegistry[]> {
  const open = { status: { in: ["queued", "running"] } };
  const waiting = await db.registry.findMany({
    where: {
      OR: [{ state: "reconnect-needed", paused: false }, { runs: { some: open } }],
      sides: { some: { connectionId }, none: { connection: { status: { in: [...ENDED] } } } },
    },
    select: {
      id: true,
      state: true,
      paused: true,
      runs: {
        where: open,
        select: { id: true, kind: true, status: true },
        orderBy: [{ status: "desc" }, { createdAt: "asc" }],
      },
    },
    orderBy: { name: "asc" },
  });
  return waiting;
}

/** The registries that have a side on it, by name. */
export const registriesOn = (db: Scoped, connectionId: string): Promise<{ id: string; name: string }[]> =>
  db.registry.findMany({
    where: { sides: { some: { connectionId } } },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });

export async function isAccountShared(connection: {
  readonly id: string;
  readonly kind: string;
  readonly accountId: string;
}): Promise<boolean> {
  const { id, kind, accountId } = connection;
  const rows = await resolver().$queryRaw<{ shared: boolean }[]>`
    select resolve.account_is_shared(${kind}, ${accountId}, ${id}::uuid) as shared`;
  return rows[0]?.shared === true;
}

/** Connections of all organizations that were refused and not tried since. */
export const refusedConnections = (
  before: Date,
  limit: number,
): Promise<{ organizationId: string; connectionId: string }[]> => resolver().$queryRaw`
  select organization_id as "organizationId", connection_id as "connectionId"
    from resolve.refused_connections(${before}, ${limit}::int)`;

export async function noteConnectionState(
  db: Scoped,
  id: string,
  state: {
    readonly status: ConnectionStatus;
    readonly problem: string | null;
    readonly at: Date;
  },
): Promise<void> {
  await db.connection.updateMany({
    where: { id },
    data: { status: state.status, problem: state.problem, checkedAt: state.at },
  });
}

/** The vault's key opens credentials again: the registries that waited for it are looked at with the next tick. */
export async function noteKeyUsable(db: Scoped, id: string): Promise<void> {
  await db.connection.updateMany({
    where: { id, status: "needs-key" },
    data: { status: "working", problem: null },
  });
  await db.registry.updateMany({
    where: { state: "reconnect-needed", sides: { some: { connectionId: id } } },
    data: { dirty: true },
  });
}

/** False when sides still use it. */
export async function deleteConnection(db: Scoped, id: string): Promise<boolean> {
  if ((await db.side.count({ where: { connectionId: id } })) > 0) return false;
  await db.connection.deleteMany({ where: { id } });
  return true;
}
