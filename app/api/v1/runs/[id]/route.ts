import { getRunOperation } from "@/lib/http/operations/runs";
import { serve } from "@/lib/http/serve";
import { getRun } from "@/lib/services/runs/browse-runs";

export const GET = serve(getRunOperation, ({ caller, params }) => getRun(caller, params.id));
