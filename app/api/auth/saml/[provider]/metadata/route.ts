import { AppError } from "@/lib/errors";
import { problemOf } from "@/lib/http/problem";
import { newUuid } from "@/lib/ids";
import { samlMetadata } from "@/lib/services/sign-in/saml-sign-in";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly provider: string }>;
}

/** What an identity provider imports of us; the address is our entity id with it. No secret is in it. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const metadata = await samlMetadata((await params).provider);
  if (metadata === null)
    return problemOf(new AppError("not-found", "There is no such SAML identity provider."), newUuid());
  return new Response(metadata, {
    headers: { "content-type": "application/samlmetadata+xml", "cache-control": "private, no-store" },
  });
}
