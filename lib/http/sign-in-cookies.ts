import { CLAIM_SECONDS } from "@/lib/services/sign-in/ask-person";

/** The cookie of a browser that came back from a provider as somebody who has yet to say that it was he. */
export function claimCookie(appUrl: string) {
  const secure = new URL(appUrl).protocol === "https:";
  return {
    name: secure ? "__Host-chittysync_claim" : "chittysync_claim",
    attributes: { httpOnly: true, sameSite: "lax", secure, path: "/", maxAge: CLAIM_SECONDS },
  } as const;
}
