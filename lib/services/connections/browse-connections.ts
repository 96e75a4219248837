import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { Check, Location, SideField } from "@/lib/connectors/connector";
import { ENDED, findConnection, listConnections as listStored, registriesOn } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { connectionNotFound, connectionUuid } from "./connection-id";
import { type ConnectionView, connectionView } from "./connection-view";
import { placeChecks } from "./place-checks";
import { usingConnection } from "./using-connection";

export async function listConnections(caller: Caller): Promise<ConnectionView[]> {
  authorize(caller, "connection:read");
  return withOrg(caller.organizationId, async (db) => (await listStored(db)).map(connectionView));
}

/** Connections whose access is over and that registries wait for. */
export async function listEndedConnections(caller: Caller): Promise<ConnectionView[]> {
  const ended = (await listConnections(caller)).filter(({ status }) => ENDED.some((one) => one === status));
  if (ended.length === 0) return [];
  const uses = await registriesByConnection(caller);
  return ended.filter(({ id }) => (uses.get(id) ?? []).length > 0);
}

/** What uses each connection, by the connection's id: what waits if it ends. */
export async function registriesByConnection(
  caller: Caller,
): Promise<ReadonlyMap<string, readonly { readonly id: string; readonly name: string }[]>> {
  authorize(caller, "connection:read");
  return withOrg(caller.organizationId, async (db) => {
    const connections = await listStored(db);
    const uses = new Map<string, { id: string; name: string }[]>();
    for (const { id } of connections) {
      const registries = await registriesOn(db, id);
      const shown = registries.map((registry) => ({ id: publicId("reg", registry.id), name: registry.name }));
      uses.set(publicId("con", id), shown);
    }
    return uses;
  });
}

export async function getConnection(caller: Caller, id: string): Promise<ConnectionView> {
  authorize(caller, "connection:read");
  const stored = await withOrg(caller.organizationId, (db) => findConnection(db, connectionUuid(id)));
  if (!stored) throw connectionNotFound();
  return connectionView(stored);
}

export async function listLocations(caller: Caller, id: string, query: string): Promise<readonly Location[]> {
  authorize(caller, "connection:read");
  return usingConnection(caller, id, (connector) => connector.locations(query));
}

export interface LocationFields {
  /** The check list's lines of this place. */
  readonly checks: readonly Check[];
  readonly fields: readonly SideField[];
  readonly rowCount: number | null;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly remedy: string }[];
}

/** The fields of a location and what was found of it; `query` is what it was found with, for places that are not listed without one. */
export async function listLocationFields(
  caller: Caller,
  id: string,
  place: { readonly locationId: string; readonly query: string },
): Promise<LocationFields> {
  authorize(caller, "connection:read");
  return usingConnection(caller, id, async (connector) => {
    const listed = await connector.locations(place.query);
    const location = listed.find((candidate) => candidate.id === place.locationId);
    if (!location) throw new AppError("not-found", "There is no such location on this connection.");
    const shape = await connector.side({ address: location.address, mapped: [], key: [] }).shape();
    return { ...shape, checks: placeChecks(location, shape) };
  });
}
