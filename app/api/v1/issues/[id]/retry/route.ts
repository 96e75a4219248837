import { retryIssueOperation } from "@/lib/http/operations/issues";
import { serve } from "@/lib/http/serve";
import { retryIssue } from "@/lib/services/issues/look-again";

export const POST = serve(retryIssueOperation, ({ caller, params }) => retryIssue(caller, params.id));
