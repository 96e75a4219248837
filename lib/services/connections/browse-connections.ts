import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { Check, Connector, Location, SideField } from "@/lib/connectors/connector";
import {
  deleteConnection as deleteStored,
  findConnection,
  listConnections as listStored,
  noteConnectionState,
} from "@/lib/db/connections";
import { record, withOrg } from "@/lib/db/control";
import { AppError, asAppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { openConnection } from "@/lib/reach/open-connection";
import { callerEntry } from "../audit/caller-entry";
import { type ConnectionView, connectionView } from "./connection-view";

const notFound = (): AppError => new AppError("not-found", "There is no such connection.");

export function connectionUuid(id: string): string {
  const uuid = uuidOf("con", id);
  if (!uuid) throw notFound();
  return uuid;
}

export async function listConnections(caller: Caller): Promise<ConnectionView[]> {
  authorize(caller, "connection:read");
  return withOrg(caller.organizationId, async (db) => (await listStored(db)).map(connectionView));
}

export async function getConnection(caller: Caller, id: string): Promise<ConnectionView> {
  authorize(caller, "connection:read");
  const stored = await withOrg(caller.organizationId, (db) => findConnection(db, connectionUuid(id)));
  if (!stored) throw notFound();
  return connectionView(stored);
}

export async function deleteConnection(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "connection:write");
  const uuid = connectionUuid(id);
  await withOrg(caller.organizationId, async (db) => {
    if (!(await findConnection(db, uuid))) throw notFound();
    if (!(await deleteStored(db, uuid))) {
      throw new AppError("stale", "Registries still use this connection.", {
        remedy: "Delete those registries, or move their sides, first.",
      });
    }
    const target = { type: "connection", ref: id };
    await record(
      db,
      [
        {
          actor: caller.actor,
          action: "connection.deleted",
          outcome: "ok",
          target,
          source: null,
          destination: null,
          requestId: caller.requestId,
          runId: null,
          payload: null,
        },
      ],
      now,
    );
  });
}

/** The check list of the wizard's first step: every line with its remedy, and the connection's state noted. */
export async function checkConnection(
  caller: Caller,
  id: string,
  now = new Date(),
): Promise<readonly Check[]> {
  authorize(caller, "connection:write");
  const checks = await using(caller, id, (connector) => connector.check());
  const failed = checks.find((check) => check.ok === false);
  const status = failed ? "reconnect-needed" : "working";
  await withOrg(caller.organizationId, async (db) => {
    await noteConnectionState(db, connectionUuid(id), { status, problem: failed?.message ?? null, at: now });
    const target = { type: "connection", ref: id };
    const payload = { status, failed: failed?.name ?? null };
    await record(db, [callerEntry(caller, { action: "connection.checked", target, payload })], now);
  });
  return checks;
}

export async function listLocations(caller: Caller, id: string, query: string): Promise<readonly Location[]> {
  authorize(caller, "connection:read");
  return using(caller, id, (connector) => connector.locations(query));
}

export interface LocationFields {
  readonly fields: readonly SideField[];
  readonly rowCount: number | null;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly remedy: string }[];
}

/** The fields of a location; `query` is what it was found with, for places that are not listed without one. */
export async function listLocationFields(
  caller: Caller,
  id: string,
  place: { readonly locationId: string; readonly query: string },
): Promise<LocationFields> {
  authorize(caller, "connection:read");
  return using(caller, id, async (connector) => {
    const listed = await connector.locations(place.query);
    const location = listed.find((candidate) => candidate.id === place.locationId);
    if (!location) throw new AppError("not-found", "There is no such location on this connection.");
    return connector.side({ address: location.address, mapped: [], key: [] }).shape();
  });
}

async function using<T>(caller: Caller, id: string, work: (connector: Connector) => Promise<T>): Promise<T> {
  const uuid = connectionUuid(id);
  const exists = await withOrg(caller.organizationId, (db) => findConnection(db, uuid));
  if (!exists) throw notFound();
  const connector = await openConnection(caller.organizationId, uuid);
  try {
    return await work(connector);
  } catch (thrown) {
    throw asAppError(thrown);
  } finally {
    await connector.close();
  }
}
