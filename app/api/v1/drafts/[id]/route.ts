import { changeDraftOperation, dropDraftOperation, getDraftOperation } from "@/lib/http/operations/drafts";
import { serve } from "@/lib/http/serve";
import { changeDraft } from "@/lib/services/drafts/change-draft";
import { dropDraft } from "@/lib/services/drafts/drop-draft";
import { getDraft } from "@/lib/services/drafts/get-draft";

export const GET = serve(getDraftOperation, ({ caller, params }) => getDraft(caller, params.id));

export const PATCH = serve(changeDraftOperation, ({ caller, params, body }) =>
  changeDraft(caller, params.id, body),
);

export const DELETE = serve(dropDraftOperation, ({ caller, params }) => dropDraft(caller, params.id));
