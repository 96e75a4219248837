import { tryKeyOperation } from "@/lib/http/operations/draft-answers";
import { serve } from "@/lib/http/serve";
import { tryKey } from "@/lib/services/drafts/try-key";

export const GET = serve(tryKeyOperation, ({ caller, params, query }) => tryKey(caller, params.id, query));
