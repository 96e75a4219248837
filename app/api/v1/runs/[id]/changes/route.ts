import { sealPage } from "@/lib/http/cursor";
import { listChangesOperation } from "@/lib/http/operations/runs";
import { serve } from "@/lib/http/serve";
import { listChanges } from "@/lib/services/runs/browse-runs";

export const GET = serve(listChangesOperation, async ({ caller, params, query }) =>
  sealPage(await listChanges(caller, params.id, query.cursor, query)),
);
