import { sealPage } from "@/lib/http/cursor";
import { listRunsOperation, requestRunOperation } from "@/lib/http/operations/runs";
import { serve } from "@/lib/http/serve";
import { listRuns } from "@/lib/services/runs/browse-runs";
import { requestRun } from "@/lib/services/runs/request-run";

export const GET = serve(listRunsOperation, async ({ caller, params, query }) =>
  sealPage(await listRuns(caller, params.id, query.cursor, query.kind)),
);

export const POST = serve(requestRunOperation, ({ caller, params, body }) =>
  requestRun(caller, params.id, body),
);
