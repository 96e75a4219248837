import "server-only";
import type { Account, Profile } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { findPersonOfIdentity } from "@/lib/db/people";
import { env } from "@/lib/env";
import { freshForMs } from "./fresh-sign-in";
import { ownPerson } from "./request-caller";
import { noteAfterAnswer } from "./sign-in-ledger";
import { vouchedEmail } from "./vouched-email";

const ISSUER = "https://accounts.google.com";

interface GoogleProfile extends Profile {
  readonly sub: string;
  readonly email_verified?: unknown;
  readonly hd?: unknown;
}

/** next-auth tells its events this alone, so it holds what Google vouches for too. */
function keptOf({ sub, email, name, email_verified, hd }: GoogleProfile) {
  return { id: sub, email: email ?? null, name: name ?? null, email_verified, hd };
}

/**
 * Google's own hosts, named one by one: next-auth's client opens its sockets itself, past the guarded ways out, so nobody
 * else may say where they lead. GOOGLE_OAUTH_URL, which the operator sets, takes their place.
 */
export function byGoogle(): OAuthConfig<GoogleProfile> {
  const { GOOGLE_CLIENT_ID = "", GOOGLE_CLIENT_SECRET = "", GOOGLE_OAUTH_URL } = env();
  const at = (path: string, host: string) => new URL(path, GOOGLE_OAUTH_URL ?? host).href;
  return {
    id: "google",
    name: "Google",
    type: "oauth",
    issuer: ISSUER,
    authorization: {
      url: at("/o/oauth2/v2/auth", ISSUER),
      params: { scope: "openid email profile", prompt: "select_account" },
    },
    token: at("/token", "https://oauth2.googleapis.com"),
    jwks_endpoint: at("/oauth2/v3/certs", "https://www.googleapis.com"),
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    clientId: GOOGLE_CLIENT_ID,
    clientSecret: GOOGLE_CLIENT_SECRET,
    profile: keptOf,
  };
}

/** Where whoever would link an account is sent whose sign-in is too old for that. */
const AGAIN = "/sign-in/again?callbackUrl=/account";

/**
 * Whether Google's word is enough: an account that is somebody's already, or an address that Google can vouch for. Any
 * other address could have been somebody else's for years. An account that is nobody's would become a way in of whoever is
 * signed in, and that wants a sign-in of just now: a page of ours instead for any other.
 */
export async function mayComeByGoogle(
  account: Account,
  profile: Profile | undefined,
): Promise<boolean | string> {
  if (await findPersonOfIdentity(account.provider, account.providerAccountId)) return true;
  const own = await ownPerson();
  if (own && freshForMs(own, new Date()) === 0) return AGAIN;
  if (vouchesFor(profile, profile?.email)) return true;
  noteAfterAnswer(profile?.email ?? "", { way: "google", reason: "email-unverified" });
  return false;
}

/** Whether Google says with right that the person reads mail at the address. */
export function vouchesFor(profile: Profile | undefined, address: string | null | undefined): boolean {
  const { email, emailVerified } = vouchedEmail(ISSUER, { ...profile });
  return emailVerified === true && email?.toLowerCase() === address?.toLowerCase();
}
