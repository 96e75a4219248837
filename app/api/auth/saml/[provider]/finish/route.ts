import { cookies } from "next/headers";
import { flowCookie } from "@/lib/auth/sign-in-flow";
import { env } from "@/lib/env";
import { finishSaml } from "@/lib/services/sign-in/saml-sign-in";
import { answerArrival } from "../../../_arrival/answer-arrival";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly provider: string }>;
}

/** Where a browser comes with its cookie for what its identity provider has told (`acs`). */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const browser = (await cookies()).get(flowCookie(env().APP_URL).name)?.value;
  const requestId = new URL(request.url).searchParams.get("request") ?? "";
  const { provider } = await params;
  return answerArrival(request, "saml", () => finishSaml({ id: provider, requestId, browser }));
}
