import { sealPage } from "@/lib/http/cursor";
import { excludeOperation, includeOperation, listExclusionsOperation } from "@/lib/http/operations/matching";
import { serve } from "@/lib/http/serve";
import { excludePairs, includePairs, listExclusions } from "@/lib/services/matching/exclusions";

export const GET = serve(listExclusionsOperation, async ({ caller, params, query }) =>
  sealPage(await listExclusions(caller, params.id, query.cursor)),
);

export const POST = serve(excludeOperation, ({ caller, params, body }) =>
  excludePairs(caller, params.id, body),
);

export const DELETE = serve(includeOperation, ({ caller, params, query }) =>
  includePairs(caller, params.id, query.keys),
);
