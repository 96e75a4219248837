import { sealPage } from "@/lib/http/cursor";
import { listIssuesOperation } from "@/lib/http/operations/issues";
import { serve } from "@/lib/http/serve";
import { listIssues } from "@/lib/services/issues/list-issues";

export const GET = serve(listIssuesOperation, async ({ caller, params }) =>
  sealPage(await listIssues(caller, params.id)),
);
