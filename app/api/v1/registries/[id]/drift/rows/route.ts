import { sealPage } from "@/lib/http/cursor";
import { listDriftRowsOperation } from "@/lib/http/operations/drift";
import { serve } from "@/lib/http/serve";
import { listDriftRows } from "@/lib/services/registries/list-drift-rows";

export const GET = serve(listDriftRowsOperation, async ({ caller, params, query }) =>
  sealPage(await listDriftRows(caller, params.id, query.cursor)),
);
