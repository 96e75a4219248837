import type { StoredApiKey } from "@/lib/db/api-keys";
import { publicId } from "@/lib/ids";

export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  /** The key's last characters. */
  readonly hint: string;
  readonly scopes: readonly string[];
  /** The person whose role it has, by public id; null: a service key. */
  readonly person: string | null;
  /** The public id of the person or API key that made it. */
  readonly madeBy: string | null;
  readonly addresses: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  /** To the minute; null: never. */
  readonly lastUsedAt: string | null;
}

export function apiKeyView(key: StoredApiKey): ApiKeyView {
  const person = key.personId === null ? null : publicId("per", key.personId);
  return {
    id: publicId("key", key.id),
    name: key.name,
    hint: key.hint,
    scopes: key.scopes,
    person,
    madeBy: key.madeBy ?? person,
    addresses: key.addresses,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  };
}
