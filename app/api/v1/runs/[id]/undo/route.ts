import { undoRunOperation } from "@/lib/http/operations/restores";
import { serve } from "@/lib/http/serve";
import { undoRun } from "@/lib/services/runs/undo-run";

export const POST = serve(undoRunOperation, ({ caller, params }) => undoRun(caller, params.id));
