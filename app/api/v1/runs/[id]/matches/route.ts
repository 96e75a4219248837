import { sealPage } from "@/lib/http/cursor";
import { listMatchesOperation } from "@/lib/http/operations/matching";
import { serve } from "@/lib/http/serve";
import { listPairs } from "@/lib/services/matching/list-pairs";
import { matchPreview } from "@/lib/services/matching/match-preview";

export const GET = serve(listMatchesOperation, async ({ caller, params, query }) => ({
  ...sealPage(await listPairs(caller, params.id, query.cursor)),
  summary: query.cursor === null ? await matchPreview(caller, params.id) : null,
}));
