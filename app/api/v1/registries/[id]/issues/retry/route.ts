import { retryIssuesOperation } from "@/lib/http/operations/issues";
import { serve } from "@/lib/http/serve";
import { retryIssues } from "@/lib/services/issues/look-again";

export const POST = serve(retryIssuesOperation, ({ caller, params, body }) =>
  retryIssues(caller, params.id, body),
);
