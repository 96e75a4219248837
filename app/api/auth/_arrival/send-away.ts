import { cookies } from "next/headers";
import { clientAddressOf } from "@/lib/auth/client-address";
import { ownPerson } from "@/lib/auth/request-caller";
import { ownPath } from "@/lib/auth/sign-in";
import { flowCookie } from "@/lib/auth/sign-in-flow";
import { env } from "@/lib/env";
import { limitWay } from "@/lib/http/rate-limit";
import type { Begun, Way } from "@/lib/services/sign-in/way-there";
import { goTo, refuse } from "./own-redirect";

/**
 * Sends a browser to an identity provider, with the cookie by which it is known again. `?link=1`: whoever is signed in
 * by a way of his own tries the provider, or makes what it tells of him a way to his account.
 */
export async function sendAway(
  request: Request,
  { id, kind }: { readonly id: string; readonly kind: "oidc" | "saml" },
  begin: (way: Way) => Promise<Begun>,
): Promise<Response> {
  const { refusal } = await limitWay(clientAddressOf(request.headers));
  if (refusal) return refuse(request, kind, "too-many");
  const { searchParams } = new URL(request.url);
  const { name, attributes } = flowCookie(env().APP_URL);
  const jar = await cookies();
  const own = searchParams.has("link") ? await ownPerson() : null;
  const begun = await begin({
    id,
    personId: own?.personId ?? null,
    returnTo: ownPath(searchParams.get("returnTo") ?? undefined),
    browser: jar.get(name)?.value,
  });
  if (begun.outcome === "refused") return refuse(request, kind, begun.reason);
  jar.set(name, begun.browser, attributes);
  return goTo(begun.url);
}
