import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { closeSession } from "@/lib/auth/session";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { env } from "@/lib/env";

/** Ends the session of this browser, and goes on. */
export async function leave(goTo: string): Promise<never> {
  const jar = await cookies();
  const { name, attributes } = sessionCookie(env().APP_URL);
  const token = jar.get(name)?.value;
  if (token) await closeSession(token);
  jar.set(name, "", { ...attributes, maxAge: 0 });
  redirect(goTo);
}
