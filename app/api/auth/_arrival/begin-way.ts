import { cookies } from "next/headers";
import { clientAddressOf } from "@/lib/auth/client-address";
import { ownPerson } from "@/lib/auth/request-caller";
import { flowCookie } from "@/lib/auth/sign-in-flow";
import { env } from "@/lib/env";
import { limitWay } from "@/lib/http/rate-limit";
import { beginOidc } from "@/lib/services/sign-in/oidc-sign-in";
import { beginSaml } from "@/lib/services/sign-in/saml-sign-in";
import { refusedPath } from "./own-redirect";

interface Beginning {
  /** Public id of the provider. */
  readonly id: string;
  readonly kind: "oidc" | "saml";
  /** A path of ours. */
  readonly returnTo: string;
  /** Whoever is signed in by a way of his own tries the provider, or makes what it tells of him a way to his account. */
  readonly isLink: boolean;
}

/**
 * Begins a way to an identity provider, with the cookie by which the browser is known again. Answers where the browser goes:
 * there, or to the sign-in page, which says why not.
 */
export async function beginWay(headers: Headers, beginning: Beginning): Promise<string> {
  const { id, kind, returnTo, isLink } = beginning;
  const { refusal } = await limitWay(clientAddressOf(headers));
  if (refusal) return refusedPath(headers, kind, "too-many");
  const { name, attributes } = flowCookie(env().APP_URL);
  const jar = await cookies();
  const personId = isLink ? ((await ownPerson())?.personId ?? null) : null;
  const way = { id, personId, returnTo, browser: jar.get(name)?.value };
  const begun = await (kind === "oidc" ? beginOidc(way) : beginSaml(way));
  if (begun.outcome === "refused") return refusedPath(headers, kind, begun.reason);
  jar.set(name, begun.browser, attributes);
  return begun.url;
}
