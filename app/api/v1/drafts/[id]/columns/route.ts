import { addDraftColumnsOperation } from "@/lib/http/operations/drafts";
import { serve } from "@/lib/http/serve";
import { addDraftColumns } from "@/lib/services/drafts/add-draft-columns";

export const POST = serve(addDraftColumnsOperation, ({ caller, params, body }) =>
  addDraftColumns(caller, params.id, body),
);
