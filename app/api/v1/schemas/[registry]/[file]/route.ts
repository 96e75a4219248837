import { getPublishedSchemaOperation } from "@/lib/http/operations/schemas";
import { serve } from "@/lib/http/serve";
import { getPublished } from "@/lib/services/schemas/published-schema";

export const GET = serve(getPublishedSchemaOperation, ({ caller, params }) =>
  getPublished(caller, params.registry, params.file),
);
