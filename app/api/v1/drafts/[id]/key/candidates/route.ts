import { proposeKeysOperation } from "@/lib/http/operations/draft-answers";
import { serve } from "@/lib/http/serve";
import { proposeKeys } from "@/lib/services/drafts/propose-keys";

export const GET = serve(proposeKeysOperation, ({ caller, params }) => proposeKeys(caller, params.id));
