import { addPlaceFieldsOperation } from "@/lib/http/operations/places";
import { serve } from "@/lib/http/serve";
import { addPlaceFields } from "@/lib/services/connections/add-place-fields";

export const POST = serve(addPlaceFieldsOperation, ({ caller, params, body }) =>
  addPlaceFields(caller, params.id, body),
);
