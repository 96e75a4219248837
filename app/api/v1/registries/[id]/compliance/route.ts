import { getComplianceOperation } from "@/lib/http/operations/measures";
import { serve } from "@/lib/http/serve";
import { getCompliance } from "@/lib/services/registries/get-compliance";

export const GET = serve(getComplianceOperation, ({ caller, params }) => getCompliance(caller, params.id));
