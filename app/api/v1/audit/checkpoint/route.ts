import { getCheckpointOperation } from "@/lib/http/operations/audit";
import { serve } from "@/lib/http/serve";
import { getCheckpoint } from "@/lib/services/audit/checkpoint";

export const GET = serve(getCheckpointOperation, ({ caller }) => getCheckpoint(caller));
