import { previewSchemaOperation } from "@/lib/http/operations/schemas";
import { serve } from "@/lib/http/serve";
import { previewSchema } from "@/lib/services/schemas/preview-schema";

export const POST = serve(previewSchemaOperation, ({ caller, params, body }) =>
  previewSchema(caller, params.id, body),
);
