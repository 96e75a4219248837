import { approveRunOperation } from "@/lib/http/operations/runs";
import { serve } from "@/lib/http/serve";
import { approveRun } from "@/lib/services/runs/decide-run";

export const POST = serve(approveRunOperation, ({ caller, params, body }) =>
  approveRun(caller, params.id, body),
);
