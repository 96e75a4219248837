import { resolveConflictOperation } from "@/lib/http/operations/conflicts";
import { serve } from "@/lib/http/serve";
import { resolveConflict } from "@/lib/services/conflicts/resolve-conflict";

export const POST = serve(resolveConflictOperation, ({ caller, params, body }) =>
  resolveConflict(caller, params.id, body),
);
