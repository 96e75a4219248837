import { resolveConflictsOperation } from "@/lib/http/operations/conflicts";
import { serve } from "@/lib/http/serve";
import { resolveConflicts } from "@/lib/services/conflicts/resolve-conflicts";

export const POST = serve(resolveConflictsOperation, ({ caller, params, body }) =>
  resolveConflicts(caller, params.id, body),
);
