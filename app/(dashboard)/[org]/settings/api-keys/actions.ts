"use server";

import type { ActionResult, Asked } from "@/components/action";
import { sent } from "@/lib/http/sent";
import { type CreateApiKeyRequest, createApiKeyInput } from "@/lib/services/api-keys/api-key-input";
import { type CreatedApiKeyView, createApiKey, revokeApiKey } from "@/lib/services/api-keys/change-api-keys";
import { answer, asked } from "../../_session/answer";

export async function createKey(org: string, input: CreateApiKeyRequest): Promise<Asked<CreatedApiKeyView>> {
  return asked(org, (caller) =>
    createApiKey(caller, sent(createApiKeyInput, input, { message: "This key cannot be made." })),
  );
}

export async function revokeKey(org: string, id: string): Promise<ActionResult> {
  return answer(org, (caller) => revokeApiKey(caller, id));
}
