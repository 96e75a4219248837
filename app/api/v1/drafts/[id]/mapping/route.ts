import { proposeMappingOperation } from "@/lib/http/operations/drafts";
import { serve } from "@/lib/http/serve";
import { proposeMapping } from "@/lib/services/drafts/propose-mapping";

export const GET = serve(proposeMappingOperation, ({ caller, params }) => proposeMapping(caller, params.id));
