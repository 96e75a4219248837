import "server-only";
import { callerOfKey } from "@/lib/auth/api-key";
import { isFromOwnPage } from "@/lib/auth/own-page";
import type { Caller } from "@/lib/auth/policy";
import { callerWithin, entryInto, findSignedIn } from "@/lib/auth/session";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";

/** Names the organization that a signed-in person's call is for. Another site cannot send it without being asked. */
export const ORGANIZATION_HEADER = "x-chittysync-org";

/**
 * Who calls: the API key if one was sent, else the person whose browser carries our session cookie, and then only
 * to read, and only from our own pages. `address` is where the call comes from, null when that is not known. Throws
 * AppError `unauthenticated`, `forbidden` (a write, another site's page), `not-found` (not his organization).
 */
export async function callerOf(
  request: Request,
  { requestId, address }: { readonly requestId: string; readonly address: string | null },
): Promise<Caller> {
  const authorization = request.headers.get("authorization");
  const token = authorization === null ? cookieOf(request, sessionCookie(env().APP_URL).name) : undefined;
  const caller = token ? await callerOfSession(request, token) : await callerOfKey(authorization, address);
  return { ...caller, requestId };
}

async function callerOfSession(request: Request, token: string): Promise<Caller> {
  if (!isRead(request) || !isFromOwnPage(request, env().APP_URL))
    throw new AppError("forbidden", "A signed-in browser may only read here, and only from our own pages.", {
      remedy: "Use an API key for anything else.",
    });
  const signedIn = await findSignedIn(token);
  if (!signedIn)
    throw new AppError("unauthenticated", "The session has ended.", { remedy: "Sign in again." });
  const organization = uuidOf("org", request.headers.get(ORGANIZATION_HEADER) ?? "");
  const caller = organization && callerWithin(signedIn, organization);
  if (!caller && organization && entryInto(signedIn, organization) !== null)
    throw new AppError("forbidden", "This organization is entered by its identity provider.", {
      remedy: "Sign in again, by your company.",
    });
  if (!caller)
    throw new AppError("not-found", "There is no such organization.", {
      remedy: `Name one of your organizations in the header ${ORGANIZATION_HEADER}.`,
    });
  return caller;
}

/** What our pages change, they change by server actions. */
const isRead = ({ method }: Request): boolean => method === "GET" || method === "HEAD";

function cookieOf(request: Request, name: string): string | undefined {
  const pairs = request.headers.get("cookie")?.split(";") ?? [];
  const pair = pairs.map((text) => text.trim()).find((text) => text.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
