import { getSchemaOperation, putSchemaOperation } from "@/lib/http/operations/schemas";
import { serve } from "@/lib/http/serve";
import { getSchema } from "@/lib/services/schemas/get-schema";
import { saveDraft } from "@/lib/services/schemas/save-draft";

export const GET = serve(getSchemaOperation, ({ caller, params }) => getSchema(caller, params.id));

export const PUT = serve(putSchemaOperation, ({ caller, params, body }) =>
  saveDraft(caller, params.id, body),
);
