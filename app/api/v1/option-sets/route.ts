import { wholePage } from "@/lib/http/cursor";
import { createOptionSetOperation, listOptionSetsOperation } from "@/lib/http/operations/option-sets";
import { serve } from "@/lib/http/serve";
import { listOptionSets } from "@/lib/services/option-sets/browse-option-sets";
import { createOptionSet } from "@/lib/services/option-sets/change-option-sets";

export const GET = serve(listOptionSetsOperation, async ({ caller }) =>
  wholePage(await listOptionSets(caller)),
);

export const POST = serve(createOptionSetOperation, ({ caller, body }) => createOptionSet(caller, body));
