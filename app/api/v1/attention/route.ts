import { listAttentionOperation } from "@/lib/http/operations/attention";
import { serve } from "@/lib/http/serve";
import { listAttention } from "@/lib/services/attention/list-attention";

export const GET = serve(listAttentionOperation, ({ caller, query }) => listAttention(caller, query));
