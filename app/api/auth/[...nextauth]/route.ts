import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { z } from "zod";
import { clientAddressOf } from "@/lib/auth/client-address";
import { authOptions } from "@/lib/auth/sign-in";
import { AppError } from "@/lib/errors";
import { boundedBody } from "@/lib/http/bounded-body";
import { problemOf } from "@/lib/http/problem";
import { limitLink } from "@/lib/http/rate-limit";
import { newUuid } from "@/lib/ids";
import { noteRefusal } from "../_arrival/own-redirect";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

/** An address, a token and where to go: more than that no form of ours has. */
const MOST_FORM_BYTES = 16 * 1024;

async function handle(request: Request, context: Context): Promise<Response> {
  const [action = "", provider] = (await context.params).nextauth;
  const way = provider === "google" ? "google" : "email";
  const answer: Response = await NextAuth(request as never, context as never, authOptions(way));
  const location = answer.headers.get("location") ?? "";
  const error = URL.canParse(location) ? new URL(location).searchParams.get("error") : null;
  if (error !== null && action === "callback") noteRefusal(request, way, error);
  return answer;
}

export { handle as GET };

/**
 * The one address of a form; null for anything that next-auth would read otherwise than we count it: it takes the last of
 * two, and what stands before a comma.
 */
function emailIn(request: Request, body: Buffer): string | null {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") return null;
  const emails = new URLSearchParams(body.toString()).getAll("email");
  const read = z.email().max(254).safeParse(emails[0]?.trim());
  return emails.length === 1 && read.success ? read.data : null;
}

/** Asking for a link is counted before anything is sent, for known and unknown mailboxes alike. */
export async function POST(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  // next-auth would write whatever anybody posts here into our log.
  if (nextauth[0] === "_log") return new Response(null, { status: 204 });
  const body = await boundedBody(request, MOST_FORM_BYTES);
  if (body === null) return problemOf(new AppError("invalid-input", "That is too much."), newUuid());
  if (nextauth.join("/") === "signin/email") {
    const email = emailIn(request, body);
    if (email === null)
      return problemOf(new AppError("invalid-input", "One e-mail address is sent as a form."), newUuid());
    const { refusal } = await limitLink(email, clientAddressOf(request.headers));
    if (refusal) return problemOf(refusal, newUuid());
  }
  const { url, method, headers } = request;
  return handle(new NextRequest(url, { method, headers, body }), context);
}
