import { lookAgainOperation } from "@/lib/http/operations/drafts";
import { serve } from "@/lib/http/serve";
import { lookAgain } from "@/lib/services/drafts/look-at-places";

export const POST = serve(lookAgainOperation, ({ caller, params, body }) =>
  lookAgain(caller, params.id, body),
);
