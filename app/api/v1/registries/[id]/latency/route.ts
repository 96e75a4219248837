import { getLatencyOperation } from "@/lib/http/operations/measures";
import { serve } from "@/lib/http/serve";
import { getLatency } from "@/lib/services/registries/get-latency";

export const GET = serve(getLatencyOperation, ({ caller, params, query }) =>
  getLatency(caller, params.id, query.window),
);
