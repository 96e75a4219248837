import { isSentByOwnPage } from "@/lib/auth/own-page";
import { signedIn } from "@/lib/auth/request-caller";
import { ownPath } from "@/lib/auth/sign-in";
import { beginWay } from "./begin-way";
import { goTo } from "./own-redirect";

interface Provider {
  readonly id: string;
  readonly kind: "oidc" | "saml";
}

/**
 * Sends a browser to an identity provider (`?link=1` as in `beginWay`). A provider may answer at once, so whoever did not come
 * from a page of ours, or has a session that would be replaced, is asked by a page with a button first.
 */
export async function sendAway(request: Request, { id, kind }: Provider): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const returnTo = ownPath(searchParams.get("returnTo") ?? undefined);
  const isLink = searchParams.has("link");
  if (isSentByOwnPage(request) && (isLink || (await signedIn()) === null))
    return goTo(await beginWay(request.headers, { id, kind, returnTo, isLink }));
  const asked = new URLSearchParams({ returnTo, ...(isLink && { link: "1" }) });
  return goTo(`/sign-in/with/${encodeURIComponent(id)}?${asked}`);
}
