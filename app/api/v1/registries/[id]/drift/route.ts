import { driftOperation } from "@/lib/http/operations/drift";
import { serve } from "@/lib/http/serve";
import { lastDriftCheck } from "@/lib/services/registries/drift-certificate";

export const GET = serve(driftOperation, ({ caller, params }) => lastDriftCheck(caller, params.id));
