import { draftLimitsOperation } from "@/lib/http/operations/draft-answers";
import { serve } from "@/lib/http/serve";
import { draftLimits } from "@/lib/services/drafts/draft-limits";

export const GET = serve(draftLimitsOperation, ({ caller, params }) => draftLimits(caller, params.id));
