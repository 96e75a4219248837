import { sealPage } from "@/lib/http/cursor";
import { listKeyRowsOperation } from "@/lib/http/operations/draft-answers";
import { serve } from "@/lib/http/serve";
import { listKeyRows } from "@/lib/services/drafts/list-key-rows";

export const GET = serve(listKeyRowsOperation, async ({ caller, params, query }) =>
  sealPage(await listKeyRows(caller, params.id, query)),
);
