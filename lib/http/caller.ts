import "server-only";
import { callerOfKey } from "@/lib/auth/api-key";
import type { Caller } from "@/lib/auth/policy";
import { callerWithin, findSignedIn, SESSION_COOKIE } from "@/lib/auth/session";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";

/** Names the organization that a signed-in person's call is for. Another site cannot send it without being asked. */
export const ORGANIZATION_HEADER = "x-chittysync-org";

/**
 * Who calls: the API key if one was sent, else the person whose browser carries our session cookie, and then only
 * from our own pages. `address` is where the call comes from, null when that is not known. Throws AppError
 * `unauthenticated`, `forbidden` (another site's page), `not-found` (not his organization).
 */
export async function callerOf(
  request: Request,
  { requestId, address }: { readonly requestId: string; readonly address: string | null },
): Promise<Caller> {
  const authorization = request.headers.get("authorization");
  const token = authorization === null ? cookieOf(request, SESSION_COOKIE) : undefined;
  const caller = token ? await callerOfSession(request, token) : await callerOfKey(authorization, address);
  return { ...caller, requestId };
}

async function callerOfSession(request: Request, token: string): Promise<Caller> {
  if (!isOwnPage(request))
    throw new AppError("forbidden", "A signed-in browser may call this from our own pages only.", {
      remedy: "Use an API key from anywhere else.",
    });
  const signedIn = await findSignedIn(token);
  if (!signedIn)
    throw new AppError("unauthenticated", "The session has ended.", { remedy: "Sign in again." });
  const organization = uuidOf("org", request.headers.get(ORGANIZATION_HEADER) ?? "");
  const caller = organization && callerWithin(signedIn, organization);
  if (!caller)
    throw new AppError("not-found", "There is no such organization.", {
      remedy: `Name one of your organizations in the header ${ORGANIZATION_HEADER}.`,
    });
  return caller;
}

/** Browsers send Sec-Fetch-Site with every request and Origin with every write. */
function isOwnPage(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = request.headers.get("origin");
  if (origin === null) return request.method === "GET" || request.method === "HEAD";
  return origin === new URL(env().APP_URL).origin;
}

function cookieOf(request: Request, name: string): string | undefined {
  const pairs = request.headers.get("cookie")?.split(";") ?? [];
  const pair = pairs.map((text) => text.trim()).find((text) => text.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
