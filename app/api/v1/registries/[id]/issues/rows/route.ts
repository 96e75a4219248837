import { sealPage } from "@/lib/http/cursor";
import { listIssueRowsOperation } from "@/lib/http/operations/issues";
import { serve } from "@/lib/http/serve";
import { listIssueRows } from "@/lib/services/issues/list-issue-rows";

export const GET = serve(listIssueRowsOperation, async ({ caller, params, query }) =>
  sealPage(await listIssueRows(caller, params.id, query)),
);
