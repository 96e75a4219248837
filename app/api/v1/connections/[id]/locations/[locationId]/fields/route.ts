import { listLocationFieldsOperation } from "@/lib/http/operations/connections";
import { serve } from "@/lib/http/serve";
import { listLocationFields } from "@/lib/services/connections/browse-connections";

export const GET = serve(listLocationFieldsOperation, ({ caller, params, query }) =>
  listLocationFields(caller, params.id, { locationId: params.locationId, query: query.query }),
);
