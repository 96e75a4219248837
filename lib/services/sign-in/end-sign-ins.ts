import "server-only";
import { isDeepStrictEqual } from "node:util";
import type { Scoped } from "@/lib/db/control";
import { type Ended, endSignInsBy, type ProviderSettings } from "@/lib/db/identity-providers";

/** What of a provider is over with its new settings. `identities`: with the sessions also who is who there. */
export type Over = "nothing" | "sessions" | "identities";

/**
 * Sessions last while everything that was believed still is. Of SAML it is the provider alone that says who a name is: with
 * another entity id, or without a key in common, it is another provider, whose names may be other people's.
 */
export function judgeChange(before: ProviderSettings, next: ProviderSettings): Over {
  if (before.kind === "oidc" || next.kind === "oidc")
    return isDeepStrictEqual(before.config, next.config) ? "nothing" : "sessions";
  const lasting = before.config.certificates.filter((pem) => next.config.certificates.includes(pem));
  if (before.config.entityId !== next.config.entityId || lasting.length === 0) return "identities";
  return lasting.length === before.config.certificates.length ? "nothing" : "sessions";
}

/** Ends that within the transaction; answers what the ledger says of it. */
export async function endSignIns(
  db: Scoped,
  providerId: string,
  over: Over,
): Promise<{ readonly ended?: Ended }> {
  if (over === "nothing") return {};
  return { ended: await endSignInsBy(db, providerId, { identities: over === "identities" }) };
}
