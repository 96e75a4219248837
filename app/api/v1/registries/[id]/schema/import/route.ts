import { importSchemaOperation } from "@/lib/http/operations/schemas";
import { serve } from "@/lib/http/serve";
import { importSchema } from "@/lib/services/schemas/import-schema";

export const POST = serve(importSchemaOperation, ({ caller, params, body }) =>
  importSchema(caller, params.id, body),
);
