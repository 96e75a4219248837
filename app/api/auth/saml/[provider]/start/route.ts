import { sendAway } from "../../../_arrival/send-away";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly provider: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { provider: id } = await params;
  return sendAway(request, { id, kind: "saml" });
}
