import "server-only";
import { cookies } from "next/headers";
import { env } from "@/lib/env";
import { sessionCookie } from "./session-cookie";
import { tokenHash } from "./token";

/** The hash of this browser's session token, to bind something to it; null for nobody signed in. */
export async function requestSessionHash(): Promise<string | null> {
  const token = (await cookies()).get(sessionCookie(env().APP_URL).name)?.value;
  return token ? tokenHash(token) : null;
}
