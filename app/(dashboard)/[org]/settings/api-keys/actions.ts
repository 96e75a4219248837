"use server";

import type { ActionResult, Asked } from "@/components/action";
import { type CreateApiKeyRequest, createApiKeyInput } from "@/lib/services/api-keys/api-key-input";
import { type CreatedApiKeyView, createApiKey, revokeApiKey } from "@/lib/services/api-keys/change-api-keys";
import { answer, asked } from "../../_session/answer";

export async function createKey(org: string, input: CreateApiKeyRequest): Promise<Asked<CreatedApiKeyView>> {
  const read = createApiKeyInput.safeParse(input);
  if (!read.success) {
    const paths = read.error.issues.map(({ path, message }) => ({ path: `/${path.join("/")}`, message }));
    return { refusal: { message: "This key cannot be made.", remedy: null, paths }, view: null };
  }
  return asked(org, (caller) => createApiKey(caller, read.data));
}

export async function revokeKey(org: string, id: string): Promise<ActionResult> {
  return answer(org, (caller) => revokeApiKey(caller, id));
}
