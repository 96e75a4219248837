import { countConversionsOperation } from "@/lib/http/operations/draft-answers";
import { serve } from "@/lib/http/serve";
import { countConversions } from "@/lib/services/drafts/count-conversions";

export const GET = serve(countConversionsOperation, ({ caller, params }) =>
  countConversions(caller, params.id),
);
