import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { ENDED, listConnections, type StoredConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { asAppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { tryConnection } from "@/lib/reach/try-connection";
import type { PlaceProposals, PlaceView } from "./draft-view";
import { placeGroups } from "./place-groups";
import { placeText, requireDraft } from "./stored-draft";

/** Connections that are asked, and places of each that are compared: all pairs of them are. */
const MOST_CONNECTIONS = 10;
const MOST_PLACES = 100;

/**
 * Places of several connections that look like the same table, by name; once a place is chosen, what goes with it. A
 * connection that does not answer says so.
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
  return {
    groups: placeGroups(
      asked.flatMap(({ places }) => places),
      isChosen,
    ),
    problems: asked.flatMap(({ problem }) => problem ?? []),
  };
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
