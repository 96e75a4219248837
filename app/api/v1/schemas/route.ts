import { wholePage } from "@/lib/http/cursor";
import { listSchemasOperation } from "@/lib/http/operations/schemas";
import { serve } from "@/lib/http/serve";
import { listSchemas } from "@/lib/services/schemas/list-schemas";

export const GET = serve(listSchemasOperation, async ({ caller }) => wholePage(await listSchemas(caller)));
