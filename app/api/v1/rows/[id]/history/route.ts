import { sealPage } from "@/lib/http/cursor";
import { listRowHistoryOperation } from "@/lib/http/operations/rows";
import { serve } from "@/lib/http/serve";
import { listRowHistory } from "@/lib/services/rows/list-row-history";

export const GET = serve(listRowHistoryOperation, async ({ caller, params, query }) =>
  sealPage(await listRowHistory(caller, params.id, query.cursor)),
);
