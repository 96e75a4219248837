import { clientAddressOf } from "@/lib/auth/client-address";
import { MOST_RESPONSE_BYTES } from "@/lib/auth/saml/response-text";
import { boundedBody } from "@/lib/http/bounded-body";
import { limitAnswer } from "@/lib/http/rate-limit";
import { log } from "@/lib/log";
import { type Received, receiveSaml } from "@/lib/services/sign-in/saml-sign-in";
import { goTo, refuse } from "../../../_arrival/own-redirect";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly provider: string }>;
}

/** Base64 is a third longer, and a form writes some of its letters as three. */
const MOST_FORM_BYTES = 2 * MOST_RESPONSE_BYTES;

/**
 * Where an identity provider's page posts its response: another site's post by nature, so no cookie of ours comes along
 * and none is read or set. What is believed is kept for the browser that asked, which is sent to fetch it.
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { refusal } = await limitAnswer(clientAddressOf(request.headers));
  if (refusal) return refuse(request, "saml", "too-many");
  const { provider } = await params;
  const received = await receive(provider, await responseIn(request));
  if (received.outcome === "refused") return refuse(request, "saml", received.reason);
  const finish = new URLSearchParams({ request: received.requestId });
  return goTo(`/api/auth/saml/${provider}/finish?${finish}`);
}

/** A form's one SAMLResponse, "" for a body that is no such form or too long. */
async function responseIn(request: Request): Promise<string> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") return "";
  const body = await boundedBody(request, MOST_FORM_BYTES);
  const [encoded, ...others] = new URLSearchParams(body?.toString("latin1")).getAll("SAMLResponse");
  return encoded === undefined || others.length > 0 ? "" : encoded;
}

async function receive(
  id: string,
  encoded: string,
): Promise<Received | { readonly outcome: "refused"; readonly reason: "broken" }> {
  try {
    return await receiveSaml({ id, encoded });
  } catch (error) {
    log("error", "sign-in.broken", { error });
    return { outcome: "refused", reason: "broken" };
  }
}
