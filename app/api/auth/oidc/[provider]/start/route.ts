import { cookies } from "next/headers";
import { clientAddressOf } from "@/lib/auth/client-address";
import { ownPerson } from "@/lib/auth/request-caller";
import { ownPath } from "@/lib/auth/sign-in";
import { flowCookie } from "@/lib/auth/sign-in-flow";
import { env } from "@/lib/env";
import { limitWay } from "@/lib/http/rate-limit";
import { beginOidc } from "@/lib/services/sign-in/oidc-sign-in";
import { goTo, refuse } from "../../../_arrival/own-redirect";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly provider: string }>;
}

/** `?link=1`: whoever is signed in by a way of his own makes what the provider tells of him another one. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { refusal } = await limitWay(clientAddressOf(request.headers));
  if (refusal) return refuse("too-many");
  const { searchParams } = new URL(request.url);
  const { name, attributes } = flowCookie(env().APP_URL);
  const jar = await cookies();
  const personId = searchParams.has("link") ? await ownPerson() : null;
  const begun = await beginOidc({
    id: (await params).provider,
    personId,
    returnTo: ownPath(searchParams.get("returnTo") ?? undefined),
    browser: jar.get(name)?.value,
  });
  if (begun.outcome === "refused") return refuse(begun.reason);
  jar.set(name, begun.browser, attributes);
  return goTo(begun.url);
}
