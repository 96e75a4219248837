import { publishSchemaOperation } from "@/lib/http/operations/schemas";
import { serve } from "@/lib/http/serve";
import { publishSchema } from "@/lib/services/schemas/publish-schema";

export const POST = serve(publishSchemaOperation, ({ caller, params, body }) =>
  publishSchema(caller, params.id, body),
);
