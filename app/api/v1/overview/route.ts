import { getOverviewOperation } from "@/lib/http/operations/overview";
import { serve } from "@/lib/http/serve";
import { getOverview } from "@/lib/services/overview/get-overview";

export const GET = serve(getOverviewOperation, ({ caller }) => getOverview(caller));
