import { z } from "zod";
import { createApiKeyInput } from "@/lib/services/api-keys/api-key-input";
import { pageOf } from "../cursor";
import { operation } from "../operation";

const apiKey = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string().describe("Its last characters"),
  scopes: z.array(z.string()),
  person: z.string().nullable().describe("Whose role it has; null: a service key, which has scopes only"),
  madeBy: z.string().nullable().describe("The person or the API key that made it"),
  addresses: z.array(z.string()).describe("CIDR ranges that it may be used from; empty: from anywhere"),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable().describe("To the minute; null: never"),
});

const createdApiKey = apiKey.extend({
  key: z
    .string()
    .nullable()
    .describe("The key itself, once: null when a repeated Idempotency-Key is answered again"),
});

export const apiKeyViews = { ApiKey: apiKey, CreatedApiKey: createdApiKey };

export const listApiKeysOperation = operation({
  id: "listApiKeys",
  method: "GET",
  path: "/api-keys",
  summary: "The organization's keys that were not revoked, the newest first; never the keys themselves",
  permission: "api-key:read",
  answer: pageOf(apiKey),
  status: 200,
});

export const createApiKeyOperation = operation({
  id: "createApiKey",
  method: "POST",
  path: "/api-keys",
  summary: "Makes a key that may do no more than whoever makes it; its text is in this answer only",
  permission: "api-key:write",
  body: createApiKeyInput,
  answer: createdApiKey,
  status: 201,
  kept: (answer: z.output<typeof createdApiKey>) => ({ ...answer, key: null }),
  example: { name: "Nightly export", scopes: ["read"], addresses: ["203.0.113.0/24"] },
});

export const revokeApiKeyOperation = operation({
  id: "revokeApiKey",
  method: "DELETE",
  path: "/api-keys/{id}",
  summary: "Revokes a key: its next call is refused",
  permission: "api-key:write",
  status: 204,
});
