import { getFlowOperation } from "@/lib/http/operations/measures";
import { serve } from "@/lib/http/serve";
import { getFlow } from "@/lib/services/registries/get-flow";

export const GET = serve(getFlowOperation, ({ caller, params, query }) =>
  getFlow(caller, params.id, query.window),
);
