import { cookies } from "next/headers";
import { openDemoSession } from "@/lib/auth/demo-session";
import { SESSION_COOKIE, SESSION_SECONDS } from "@/lib/auth/session";
import { env } from "@/lib/env";

export const dynamic = "force-dynamic";

/** Opens the demo person's session; not there in an installation without one. */
export async function GET(): Promise<Response> {
  const session = await openDemoSession(new Date());
  if (!session) return new Response(null, { status: 303, headers: { location: "/sign-in?demo=unready" } });
  (await cookies()).set(SESSION_COOKIE, session.token, {
    httpOnly: true,
    sameSite: "lax",
    secure: env().APP_URL.startsWith("https:"),
    path: "/",
    maxAge: SESSION_SECONDS,
  });
  return new Response(null, { status: 303, headers: { location: `/${session.organizationId}` } });
}
