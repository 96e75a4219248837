import "server-only";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { uuidOf } from "@/lib/ids";
import type { Caller } from "./policy";
import { callerWithin, findSignedIn, SESSION_COOKIE } from "./session";

/** Who is signed in by this request's cookie, looked up once per request; null for nobody. */
export const signedIn = cache(async () => findSignedIn((await cookies()).get(SESSION_COOKIE)?.value));

/**
 * The signed-in person as a caller in the organization of the address. Nobody signed in goes to the sign-in page; an
 * organization that is unknown or not his is not found, the same for both.
 */
export const requestCaller = cache(async (organizationId: string): Promise<Caller> => {
  const found = await signedIn();
  if (!found) redirect("/sign-in");
  const uuid = uuidOf("org", organizationId);
  return (uuid && callerWithin(found, uuid)) || notFound();
});
