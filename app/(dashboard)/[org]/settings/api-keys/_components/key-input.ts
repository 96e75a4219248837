import type { CreateApiKeyRequest } from "@/lib/services/api-keys/api-key-input";

const DAY_MS = 24 * 60 * 60_000;

/** How long a new key may live. */
export const LIVES: readonly { readonly days: number | null; readonly word: string }[] = [
  { days: 7, word: "In 7 days" },
  { days: 30, word: "In 30 days" },
  { days: 90, word: "In 90 days" },
  { days: 365, word: "In a year" },
  { days: null, word: "Never" },
];

/** What the form says of a new key. What is wrong with it, the service says. */
export function keyInput(form: FormData, now: Date): CreateApiKeyRequest {
  const days = Number(form.get("days"));
  const lines = String(form.get("addresses") ?? "").split("\n");
  return {
    name: String(form.get("name") ?? ""),
    scopes: form.getAll("scopes").map(String) as CreateApiKeyRequest["scopes"],
    expiresAt: days > 0 ? new Date(now.getTime() + days * DAY_MS).toISOString() : null,
    addresses: lines.map((line) => line.trim()).filter(Boolean),
  };
}
