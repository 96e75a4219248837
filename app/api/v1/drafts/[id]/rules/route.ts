import { proposeRulesOperation } from "@/lib/http/operations/draft-answers";
import { serve } from "@/lib/http/serve";
import { proposeRules } from "@/lib/services/drafts/propose-rules";

export const GET = serve(proposeRulesOperation, ({ caller, params }) => proposeRules(caller, params.id));
