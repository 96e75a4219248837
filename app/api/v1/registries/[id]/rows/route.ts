import { sealPage } from "@/lib/http/cursor";
import { listRowsOperation } from "@/lib/http/operations/rows";
import { serve } from "@/lib/http/serve";
import { listRows } from "@/lib/services/rows/browse-rows";

export const GET = serve(listRowsOperation, async ({ caller, params, query }) =>
  sealPage(await listRows(caller, params.id, query)),
);
