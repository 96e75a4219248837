import { signedIn } from "@/lib/auth/request-caller";
import { requestSessionHash } from "@/lib/auth/request-session";
import { callerWithin } from "@/lib/auth/session";
import { shownError } from "@/lib/http/shown-error";
import { newUuid, publicId } from "@/lib/ids";
import { placeAfter } from "@/lib/services/connections/consent-notice";
import { organizationOf } from "@/lib/services/connections/consent-proof";
import { finishConsent } from "@/lib/services/connections/finish-consent";
import { type ConsentKind, consentKind } from "@/lib/services/connections/start-consent";

export const dynamic = "force-dynamic";

/** Where a provider sends the browser back to, with a code or an error, and the state that we gave. */
export async function GET(request: Request, { params }: { params: Promise<{ kind: string }> }) {
  const kind = consentKind((await params).kind);
  if (!kind) return new Response("There is nothing here.", { status: 404 });
  const { searchParams } = new URL(request.url);
  const [found, sessionHash] = [await signedIn(), await requestSessionHash()];
  if (!found || !sessionHash) return goTo("/sign-in");
  const organization = organizationOf(searchParams.get("state") ?? "");
  const caller = organization && callerWithin(found, organization);
  if (!caller) return goTo("/");
  const fallback = `/${publicId("org", caller.organizationId)}/connections`;
  const came = {
    state: searchParams.get("state"),
    code: searchParams.get("code"),
    error: searchParams.get("error"),
  };
  return goTo(await placeOf(caller, { kind, sessionHash, came }, fallback));
}

async function placeOf(
  caller: Parameters<typeof finishConsent>[0],
  arrival: { kind: ConsentKind; sessionHash: string; came: Parameters<typeof finishConsent>[1]["came"] },
  fallback: string,
): Promise<string> {
  try {
    return placeAfter(await finishConsent(caller, arrival), fallback);
  } catch (thrown) {
    shownError(thrown, { event: "consent.failed", errorId: newUuid() });
    return `${fallback}?consent=unreached`;
  }
}

/** The address with the code is left at once, and no later page is told of it. */
const goTo = (location: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location, "cache-control": "private, no-store", "referrer-policy": "no-referrer" },
  });
