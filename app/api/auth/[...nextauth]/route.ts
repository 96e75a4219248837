import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { clientAddressOf } from "@/lib/auth/client-address";
import { isFromOwnPage } from "@/lib/auth/own-page";
import { authOptions } from "@/lib/auth/sign-in";
import { env } from "@/lib/env";
import { AppError, type ErrorKind } from "@/lib/errors";
import { problemOf } from "@/lib/http/problem";
import { limitLink } from "@/lib/http/rate-limit";
import { newUuid } from "@/lib/ids";
import { isAsked } from "../_arrival/next-auth-paths";
import { goTo, noteRefusal } from "../_arrival/own-redirect";
import { sentForm } from "../_arrival/sent-form";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

const ONE_FORM = "This takes one form with one e-mail address.";

const refusing = (kind: ErrorKind, message: string): Response =>
  problemOf(new AppError(kind, message), newUuid());

async function handle(request: Request, context: Context): Promise<Response> {
  const [action = "", provider] = (await context.params).nextauth;
  const way = provider === "google" ? "google" : "email";
  const answer: Response = await NextAuth(request as never, context as never, authOptions(way));
  const location = answer.headers.get("location") ?? "";
  const error = URL.canParse(location) ? new URL(location).searchParams.get("error") : null;
  if (error !== null && action === "callback") noteRefusal(request.headers, way, error);
  return answer;
}

/** A link signs nobody in by itself, whoever made the browser follow it: the page with the button does. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (!isAsked("GET", nextauth)) return refusing("not-found", "There is nothing at this address.");
  if (nextauth.join("/") === "callback/email") return goTo(`/sign-in/confirm${new URL(request.url).search}`);
  return handle(request, context);
}

/** Asking for a link is counted before anything is sent, for known and unknown mailboxes alike. */
export async function POST(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  // next-auth would write whatever anybody posts here into our log.
  if (nextauth[0] === "_log") return new Response(null, { status: 204 });
  if (!isAsked("POST", nextauth)) return refusing("not-found", "There is nothing at this address.");
  if (nextauth[0] === "callback" && !isFromOwnPage(request, env().APP_URL))
    return refusing("forbidden", "This was not asked by one of our own pages.");
  const form = await sentForm(request);
  if (form === null) return refusing("invalid-input", ONE_FORM);
  if (nextauth.join("/") === "signin/email") {
    const email = form.get("email");
    if (email === null) return refusing("invalid-input", ONE_FORM);
    const { refusal } = await limitLink(email, clientAddressOf(request.headers));
    if (refusal) return problemOf(refusal, newUuid());
  }
  const headers = new Headers(request.headers);
  // Of the form as we have written it, they are others.
  for (const name of ["content-type", "content-length"]) headers.delete(name);
  return handle(new NextRequest(request.url, { method: "POST", headers, body: form }), context);
}
