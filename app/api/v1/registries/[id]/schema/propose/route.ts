import { proposeSchemaOperation } from "@/lib/http/operations/schemas";
import { serve } from "@/lib/http/serve";
import { proposeSchema } from "@/lib/services/schemas/propose-schema";

export const POST = serve(proposeSchemaOperation, ({ caller, params }) => proposeSchema(caller, params.id));
