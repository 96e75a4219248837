import { proposePlacesOperation } from "@/lib/http/operations/drafts";
import { serve } from "@/lib/http/serve";
import { proposePlaces } from "@/lib/services/drafts/propose-places";

export const GET = serve(proposePlacesOperation, ({ caller, params }) => proposePlaces(caller, params.id));
