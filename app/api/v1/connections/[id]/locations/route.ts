import { wholePage } from "@/lib/http/cursor";
import { listLocationsOperation } from "@/lib/http/operations/connections";
import { createPlaceOperation } from "@/lib/http/operations/places";
import { serve } from "@/lib/http/serve";
import { listLocations } from "@/lib/services/connections/browse-connections";
import { createPlace, listParents } from "@/lib/services/connections/create-place";

export const GET = serve(listLocationsOperation, async ({ caller, params, query }) => {
  const list = query.kind === "parent" ? listParents : listLocations;
  const locations = await list(caller, params.id, query.query);
  return wholePage(locations.map(({ address, ...shown }) => ({ ...shown, location: address })));
});

export const POST = serve(createPlaceOperation, ({ caller, params, body }) =>
  createPlace(caller, params.id, body),
);
