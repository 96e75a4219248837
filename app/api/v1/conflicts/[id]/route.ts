import { getConflictOperation } from "@/lib/http/operations/conflicts";
import { serve } from "@/lib/http/serve";
import { getConflict } from "@/lib/services/conflicts/list-conflicts";

export const GET = serve(getConflictOperation, ({ caller, params }) => getConflict(caller, params.id));
