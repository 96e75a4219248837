import { cookies } from "next/headers";
import { closeSession, SESSION_SECONDS } from "@/lib/auth/session";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { env } from "@/lib/env";
import { asAppError } from "@/lib/errors";
import { claimCookie } from "@/lib/http/sign-in-cookies";
import { log } from "@/lib/log";
import type { EnterResult } from "@/lib/services/sign-in/enter-by-provider";
import type { Refused } from "@/lib/services/sign-in/way-there";
import { goTo, refuse } from "./own-redirect";

type Arrived = EnterResult | Refused;

/**
 * What a browser gets that came back from an organization's identity provider: a new session in place of the one that it
 * had, the question whether it was he, or the sign-in page with a code.
 */
export async function answerArrival(
  request: Request,
  way: "oidc" | "saml",
  arrive: () => Promise<Arrived>,
): Promise<Response> {
  let arrived: Arrived;
  try {
    arrived = await arrive();
  } catch (thrown) {
    const { kind } = asAppError(thrown);
    log("error", "sign-in.broken", { error: thrown });
    return refuse(request, way, kind === "rate-limited" ? "too-many" : "broken");
  }
  const jar = await cookies();
  const { APP_URL } = env();
  if (arrived.outcome === "refused") return refuse(request, way, arrived.reason);
  if (arrived.outcome === "needs-confirmation") {
    const { name, attributes } = claimCookie(APP_URL);
    jar.set(name, arrived.browserToken, attributes);
    return goTo("/sign-in/link");
  }
  const { name, attributes } = sessionCookie(APP_URL);
  const before = jar.get(name)?.value;
  if (before) await closeSession(before);
  jar.set(name, arrived.token, { ...attributes, maxAge: SESSION_SECONDS });
  return goTo(arrived.goTo);
}
