import { revokeApiKeyOperation } from "@/lib/http/operations/api-keys";
import { serve } from "@/lib/http/serve";
import { revokeApiKey } from "@/lib/services/api-keys/change-api-keys";

export const DELETE = serve(revokeApiKeyOperation, ({ caller, params }) => revokeApiKey(caller, params.id));
