import { forecastDraftOperation } from "@/lib/http/operations/draft-answers";
import { serve } from "@/lib/http/serve";
import { forecastDraft } from "@/lib/services/drafts/forecast-draft";

export const GET = serve(forecastDraftOperation, ({ caller, params }) => forecastDraft(caller, params.id));
