import { createHash, createHmac } from "node:crypto";
import { env } from "@/lib/env";
import { publicId, uuidOf } from "@/lib/ids";

/** The state names its organization, under which alone its hash is looked up: `org_....<random>`. */
export const stateOf = (organizationId: string, random: string): string =>
  `${publicId("org", organizationId)}.${random}`;

/** The organization that a state names; null for what is no state of ours. */
export function organizationOf(state: string): string | null {
  const [organization = "", random = "", ...rest] = state.split(".");
  return random === "" || rest.length > 0 || state.length > 200 ? null : uuidOf("org", organization);
}

/** PKCE: the verifier is made of the state under our secret, so it is stored nowhere and no browser ever has it. */
export const verifierOf = (state: string): string =>
  createHmac("sha256", env().APP_SECRET).update(`oauth verifier ${state}`).digest("base64url");

/** S256 of RFC 7636. */
export const challengeOf = (verifier: string): string =>
  createHash("sha256").update(verifier).digest("base64url");

/** Where a provider sends the browser back to; what is registered with it. */
export const redirectUri = (kind: "notion" | "google"): string =>
  new URL(`/api/oauth/${kind}/callback`, env().APP_URL).href;
