import { changeRuleOperation } from "@/lib/http/operations/held-runs";
import { serve } from "@/lib/http/serve";
import { changeRule } from "@/lib/services/runs/change-rule";

export const POST = serve(changeRuleOperation, ({ caller, params, body }) =>
  changeRule(caller, params.id, body),
);
