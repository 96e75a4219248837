import { cookies } from "next/headers";
import { openDemoSession } from "@/lib/auth/demo-session";
import { isOwnNavigation } from "@/lib/auth/own-page";
import { SESSION_SECONDS } from "@/lib/auth/session";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { env } from "@/lib/env";

export const dynamic = "force-dynamic";

const goTo = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, "cache-control": "private, no-store" } });

/**
 * Opens the demo person's session; not there in an installation without one. It is the one GET that changes something,
 * so whom another site's page sends here is asked to press a button of ours.
 */
export async function GET(request: Request): Promise<Response> {
  const { APP_URL } = env();
  if (!isOwnNavigation(request, APP_URL)) return goTo(new URL("/sign-in?demo=ask", APP_URL).href);
  const session = await openDemoSession(new Date());
  if (!session) return goTo("/sign-in?demo=unready");
  const { name, attributes } = sessionCookie(APP_URL);
  (await cookies()).set(name, session.token, { ...attributes, maxAge: SESSION_SECONDS });
  return goTo(`/${session.organizationId}`);
}
