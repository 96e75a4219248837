import { isOwnNavigation } from "@/lib/auth/own-page";
import { signedIn } from "@/lib/auth/request-caller";
import { requestSessionHash } from "@/lib/auth/request-session";
import { callerWithin } from "@/lib/auth/session";
import { env } from "@/lib/env";
import { shownError } from "@/lib/http/shown-error";
import { newUuid, uuidOf } from "@/lib/ids";
import { returnPath } from "@/lib/services/connections/return-path";
import { consentFiles, consentKind, startConsent } from "@/lib/services/connections/start-consent";

export const dynamic = "force-dynamic";

/**
 * Sends the signed-in person to a provider to agree to a connection:
 * `?org=org_...&returnTo=/...&files=picked&connection=con_...`, the last one to reconnect. Only from a page of ours.
 */
export async function GET(request: Request, { params }: { params: Promise<{ kind: string }> }) {
  const kind = consentKind((await params).kind);
  const { searchParams } = new URL(request.url);
  const org = searchParams.get("org") ?? "";
  const organization = uuidOf("org", org);
  // Without an organization's id this would lead to whatever host `//` makes of the rest.
  const fallback = organization ? `/${org}/connections` : "/";
  if (!kind) return new Response("There is nothing here.", { status: 404 });
  if (!isOwnNavigation(request, env().APP_URL)) return goTo(fallback);
  const [found, sessionHash] = [await signedIn(), await requestSessionHash()];
  if (!found || !sessionHash) return goTo("/sign-in");
  const caller = organization && callerWithin(found, organization);
  if (!caller) return goTo("/");
  try {
    const connectionId = searchParams.get("connection");
    const returnTo = returnPath(searchParams.get("returnTo"), fallback);
    const files = consentFiles(searchParams.get("files"));
    return goTo(await startConsent(caller, { kind, sessionHash, connectionId, files, returnTo }));
  } catch (thrown) {
    shownError(thrown, { event: "consent.not-started", errorId: newUuid() });
    return goTo(`${fallback}?consent=failed`);
  }
}

const goTo = (location: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location, "cache-control": "private, no-store", "referrer-policy": "no-referrer" },
  });
