import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { ownPerson, signedIn } from "@/lib/auth/request-caller";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { env } from "@/lib/env";
import type { Account } from "@/lib/services/people/account";

/** The account of who is signed in by a way of his own; nobody signed in goes to the sign-in page. Null: a company's session. */
export async function requestAccount(): Promise<Account | null> {
  const found = await signedIn();
  const token = (await cookies()).get(sessionCookie(env().APP_URL).name)?.value;
  if (!found || token === undefined) redirect("/sign-in?callbackUrl=/account");
  const own = await ownPerson();
  return own && { personId: own.personId, token };
}
