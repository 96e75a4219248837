import { countAttentionOperation } from "@/lib/http/operations/attention";
import { serve } from "@/lib/http/serve";
import { countAttention } from "@/lib/services/attention/count-attention";

export const GET = serve(countAttentionOperation, ({ caller }) => countAttention(caller));
