import { listCertificates } from "@/lib/services/people/deletion-certificates";
import { requestAccount } from "../../../_session/request-account";

interface Context {
  readonly params: Promise<{ readonly organization: string }>;
}

/** The certificate of an organization that the signed-in person has owned, as a file that `npx chittysync verify` reads. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { organization } = await params;
  const account = await requestAccount();
  const certificates = account ? await listCertificates(account) : [];
  const certificate = certificates.find(({ id }) => id === organization);
  if (!certificate) return new Response("There is no such certificate.", { status: 404 });
  return new Response(certificate.text, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="deletion-${certificate.id}.txt"`,
      "cache-control": "private, no-store",
    },
  });
}
