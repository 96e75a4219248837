import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { isFromOwnPage } from "./own-page";
import type { Caller } from "./policy";
import { callerWithin, entryInto, findSignedIn, isOwnSession } from "./session";
import { sessionCookie } from "./session-cookie";
import { noteFailure, recordBreakGlass } from "./sign-in-ledger";

/** Who is signed in by this request's cookie, looked up once per request; null for nobody. */
export const signedIn = cache(async () =>
  findSignedIn((await cookies()).get(sessionCookie(env().APP_URL).name)?.value),
);

export interface OwnPerson {
  readonly personId: string;
  readonly signedInAt: Date;
}

/** Who is signed in by a way of the own; null for nobody, and for who came by a company's provider. */
export async function ownPerson(): Promise<OwnPerson | null> {
  const found = await signedIn();
  if (!found || !isOwnSession(found)) return null;
  return { personId: found.person.personId, signedInAt: found.person.openedAt };
}

/**
 * The signed-in person as a caller in the organization of the address. Nobody signed in goes to the sign-in page, and
 * who has to come by another way to the page that says which; an organization that is unknown or not his is not found,
 * the same for both.
 */
export const requestCaller = cache(async (organizationId: string): Promise<Caller> => {
  const found = await signedIn();
  if (!found) redirect("/sign-in");
  const uuid = uuidOf("org", organizationId);
  const entry = uuid === null ? null : entryInto(found, uuid);
  if (uuid === null || entry === null) notFound();
  const caller = callerWithin(found, uuid);
  if (caller === null) {
    await noteFailure([uuid], { way: "session", reason: "provider-required", at: new Date() });
    redirect(`/sign-in/required/${organizationId}`);
  }
  if (entry.verdict === "break-glass") await recordBreakGlass(found.person.personId, uuid, new Date());
  return caller;
});

/**
 * The first that `admitAction` asks of a server action. Throws AppError `forbidden` unless a page of ours sent the action:
 * Next compares Origin with a host that the caller names, and lets an action without Origin pass.
 */
export async function requireOwnPage(): Promise<void> {
  const { APP_URL } = env();
  if (isFromOwnPage({ method: "POST", headers: await headers() }, APP_URL)) return;
  throw new AppError("forbidden", "This was not asked by one of our own pages.", {
    remedy: `Open ChittySync at ${new URL(APP_URL).origin} and ask again there.`,
  });
}
