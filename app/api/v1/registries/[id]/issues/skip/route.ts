import { skipIssuesOperation } from "@/lib/http/operations/issues";
import { serve } from "@/lib/http/serve";
import { skipIssues } from "@/lib/services/issues/skip-issues";

export const POST = serve(skipIssuesOperation, ({ caller, params, body }) =>
  skipIssues(caller, params.id, body),
);
