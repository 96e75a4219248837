import { mendIssueOperation } from "@/lib/http/operations/issues";
import { serve } from "@/lib/http/serve";
import { mendIssue } from "@/lib/services/issues/mend-issue";

export const POST = serve(mendIssueOperation, ({ caller, params, body }) =>
  mendIssue(caller, params.id, body),
);
