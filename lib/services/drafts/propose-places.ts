import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { ENDED, listConnections, type StoredConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { heldPlaces } from "@/lib/db/registries";
import { asAppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import { tryConnection } from "@/lib/reach/try-connection";
import type { PlaceProposals, PlaceView } from "./draft-view";
import { placeGroups } from "./place-groups";
import { placeText, requireDraft } from "./stored-draft";

/** Connections that are asked, and places of each that are compared: all pairs of them are. */
const MOST_CONNECTIONS = 10;
const MOST_PLACES = 100;

/**
 * Places of several connections that look like the same table, by name; once a place is chosen, what goes with it. One
 * that another registry has is left out, and a connection that does not answer says so.
 */
export async function proposePlaces(caller: Caller, id: string): Promise<PlaceProposals> {
  authorize(caller, "connection:read");
  const { draft, connections } = await withOrg(caller.organizationId, async (db) => ({
    draft: await requireDraft(db, id),
    connections: await listConnections(db),
  }));
  const usable = connections.filter(({ status }) => !ENDED.some((ended) => ended === status));
  const asked = await Promise.all(usable.slice(0, MOST_CONNECTIONS).map((one) => placesOn(caller, one)));
  const chosen = new Set(draft.body.sides.map(placeText));
  const isChosen = chosen.size === 0 ? undefined : (place: PlaceView) => chosen.has(placeText(place));
  const places = asked.flatMap((one) => one.places);
  return {
    groups: placeGroups(await freeOf(caller, places, draft.registryId), isChosen),
    problems: asked.flatMap(({ problem }) => problem ?? []),
  };
}

/** Without those that another registry has than the draft's own: one place belongs to one registry. */
async function freeOf(
  { organizationId }: Caller,
  places: readonly PlaceView[],
  registryId: string | null,
): Promise<PlaceView[]> {
  const stored = places.map((place) => ({
    ...{ place, address: place.location, connectionId: uuidOf("con", place.connectionId) ?? "" },
  }));
  const held = await withOrg(organizationId, (db) => heldPlaces(db, stored, registryId));
  return stored.flatMap((one) => (held.has(one) ? [] : [one.place]));
}

interface Asked {
  readonly places: readonly PlaceView[];
  readonly problem: PlaceProposals["problems"][number] | null;
}

async function placesOn({ organizationId }: Caller, { id, name, kind }: StoredConnection): Promise<Asked> {
  const connection = { connectionId: publicId("con", id), connection: name };
  try {
    const place = { organizationId, connectionId: id, lane: "interactive" as const };
    const listed = await tryConnection(place, (connector) => connector.locations(""));
    const places = listed.slice(0, MOST_PLACES).map(({ id: locationId, title, address }) => ({
      ...{ ...connection, kind, locationId, title, location: address },
    }));
    return { places, problem: null };
  } catch (thrown) {
    const { message, remedy } = asAppError(thrown);
    return { places: [], problem: { ...connection, message, remedy } };
  }
}
