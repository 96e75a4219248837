import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { signedIn } from "@/lib/auth/request-caller";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { env } from "@/lib/env";
import type { Account } from "@/lib/services/people/account";

/** The signed-in person's account; nobody signed in goes to the sign-in page. */
export async function requestAccount(): Promise<Account> {
  const found = await signedIn();
  const token = (await cookies()).get(sessionCookie(env().APP_URL).name)?.value;
  if (!found || token === undefined) redirect("/sign-in?callbackUrl=/account");
  return { personId: found.person.personId, token };
}
