import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { listApiKeys as listStored } from "@/lib/db/api-keys";
import { withOrg } from "@/lib/db/control";
import { type ApiKeyView, apiKeyView } from "./api-key-view";

/** The organization's keys that were not revoked, the newest first; expired ones too. */
export async function listApiKeys(caller: Caller): Promise<ApiKeyView[]> {
  authorize(caller, "api-key:read");
  return (await withOrg(caller.organizationId, listStored)).map(apiKeyView);
}
