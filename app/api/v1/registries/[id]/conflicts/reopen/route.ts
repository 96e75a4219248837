import { reopenConflictsOperation } from "@/lib/http/operations/conflicts";
import { serve } from "@/lib/http/serve";
import { reopenConflicts } from "@/lib/services/conflicts/reopen-conflicts";

export const POST = serve(reopenConflictsOperation, ({ caller, params, body }) =>
  reopenConflicts(caller, params.id, body),
);
