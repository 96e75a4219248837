import { wholePage } from "@/lib/http/cursor";
import { createApiKeyOperation, listApiKeysOperation } from "@/lib/http/operations/api-keys";
import { serve } from "@/lib/http/serve";
import { listApiKeys } from "@/lib/services/api-keys/browse-api-keys";
import { createApiKey } from "@/lib/services/api-keys/change-api-keys";

export const GET = serve(listApiKeysOperation, async ({ caller }) => wholePage(await listApiKeys(caller)));

export const POST = serve(createApiKeyOperation, ({ caller, body }) => createApiKey(caller, body));
