import { reopenConflictOperation } from "@/lib/http/operations/conflicts";
import { serve } from "@/lib/http/serve";
import { reopenConflict } from "@/lib/services/conflicts/resolve-conflict";

export const POST = serve(reopenConflictOperation, ({ caller, params }) => reopenConflict(caller, params.id));
