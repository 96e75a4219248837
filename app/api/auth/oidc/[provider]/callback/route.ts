import { cookies } from "next/headers";
import { flowCookie } from "@/lib/auth/sign-in-flow";
import { env } from "@/lib/env";
import { finishOidc } from "@/lib/services/sign-in/oidc-sign-in";
import { answerArrival } from "../../../_arrival/answer-arrival";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly provider: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const browser = (await cookies()).get(flowCookie(env().APP_URL).name)?.value;
  const { provider } = await params;
  return answerArrival(request, "oidc", () =>
    finishOidc({ id: provider, search: new URL(request.url).searchParams, browser }),
  );
}
