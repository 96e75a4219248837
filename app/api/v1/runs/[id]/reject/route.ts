import { rejectRunOperation } from "@/lib/http/operations/runs";
import { serve } from "@/lib/http/serve";
import { rejectRun } from "@/lib/services/runs/decide-run";

export const POST = serve(rejectRunOperation, ({ caller, params, body }) =>
  rejectRun(caller, params.id, body),
);
