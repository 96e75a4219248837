import { wholePage } from "@/lib/http/cursor";
import { countOpenConflictsOperation } from "@/lib/http/operations/conflicts";
import { serve } from "@/lib/http/serve";
import { countOpenConflicts } from "@/lib/services/conflicts/list-conflicts";

export const GET = serve(countOpenConflictsOperation, async ({ caller, params }) =>
  wholePage(await countOpenConflicts(caller, params.id)),
);
