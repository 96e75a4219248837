import "server-only";
import { createHmac } from "node:crypto";
import type { Caller } from "@/lib/auth/policy";
import { newToken } from "@/lib/auth/token";
import { env } from "@/lib/env";
import { oursFor, type SignInView } from "./sign-in-view";

/**
 * A provider has to be told our addresses, which hold its id, before it tells us a client's: so the id follows from a
 * draft. Keyed and per organization, so that nobody chooses an id, least of all one that another organization once had.
 */
export function providerDraft(caller: Caller): SignInView["draft"] {
  const draft = newToken();
  const id = idOfDraft(caller, draft);
  return { draft, oidc: oursFor({ kind: "oidc", id }), saml: oursFor({ kind: "saml", id }) };
}

/** The uuid that a provider of this draft has. */
export function idOfDraft({ organizationId }: Pick<Caller, "organizationId">, draft: string): string {
  const digest = createHmac("sha256", env().APP_SECRET)
    .update(`identity-provider\0${organizationId}\0${draft}`)
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
