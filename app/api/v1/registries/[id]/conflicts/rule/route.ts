import { makeRuleOperation } from "@/lib/http/operations/conflicts";
import { serve } from "@/lib/http/serve";
import { makeRule } from "@/lib/services/conflicts/make-rule";

export const POST = serve(makeRuleOperation, ({ caller, params, body }) => makeRule(caller, params.id, body));
