import { getHeldRunOperation } from "@/lib/http/operations/held-runs";
import { serve } from "@/lib/http/serve";
import { getHeldRun } from "@/lib/services/runs/held-run";

export const GET = serve(getHeldRunOperation, ({ caller, params }) => getHeldRun(caller, params.id));
