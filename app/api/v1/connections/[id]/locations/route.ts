import { wholePage } from "@/lib/http/cursor";
import { listLocationsOperation } from "@/lib/http/operations/connections";
import { serve } from "@/lib/http/serve";
import { listLocations } from "@/lib/services/connections/browse-connections";

export const GET = serve(listLocationsOperation, async ({ caller, params, query }) => {
  const locations = await listLocations(caller, params.id, query.query);
  return wholePage(locations.map(({ id, title, address }) => ({ id, title, location: address })));
});
