import { tryDraftOperation } from "@/lib/http/operations/draft-answers";
import { serve } from "@/lib/http/serve";
import { tryDraft } from "@/lib/services/drafts/try-draft";

export const POST = serve(tryDraftOperation, ({ caller, params, body }) => tryDraft(caller, params.id, body));
