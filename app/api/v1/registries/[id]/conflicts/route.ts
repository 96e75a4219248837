import { sealPage } from "@/lib/http/cursor";
import { listConflictsOperation } from "@/lib/http/operations/conflicts";
import { serve } from "@/lib/http/serve";
import { listConflicts } from "@/lib/services/conflicts/list-conflicts";

export const GET = serve(listConflictsOperation, async ({ caller, params, query }) =>
  sealPage(await listConflicts(caller, params.id, query)),
);
