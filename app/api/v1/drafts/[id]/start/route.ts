import { startDraftOperation } from "@/lib/http/operations/draft-answers";
import { serve } from "@/lib/http/serve";
import { startDraft } from "@/lib/services/drafts/start-draft";

export const POST = serve(startDraftOperation, ({ caller, params, body }) =>
  startDraft(caller, params.id, body),
);
