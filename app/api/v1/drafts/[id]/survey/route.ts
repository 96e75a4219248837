import { requestSurveyOperation } from "@/lib/http/operations/draft-answers";
import { serve } from "@/lib/http/serve";
import { requestSurvey } from "@/lib/services/drafts/request-survey";

export const POST = serve(requestSurveyOperation, ({ caller, params }) => requestSurvey(caller, params.id));
