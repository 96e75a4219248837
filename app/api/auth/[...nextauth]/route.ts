import NextAuth from "next-auth";
import { clientAddressOf } from "@/lib/auth/client-address";
import { authOptions } from "@/lib/auth/sign-in";
import { AppError } from "@/lib/errors";
import { problemOf } from "@/lib/http/problem";
import { limitLink } from "@/lib/http/rate-limit";
import { newUuid } from "@/lib/ids";

export const dynamic = "force-dynamic";

interface Context {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

async function handle(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  return NextAuth(
    request as never,
    context as never,
    authOptions(nextauth[1] === "google" ? "google" : "email"),
  );
}

export { handle as GET };

/** Null for anything that is no form: next-auth would read it another way than we count it. */
async function emailIn(request: Request): Promise<string | null> {
  const form = await request.formData().catch(() => null);
  const email = form?.get("email");
  return typeof email === "string" ? email : null;
}

/** Asking for a link is counted before anything is sent, for known and unknown mailboxes alike. */
export async function POST(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.join("/") === "signin/email") {
    const email = await emailIn(request.clone());
    if (email === null)
      return problemOf(new AppError("invalid-input", "An address is sent as a form."), newUuid());
    const { refusal } = await limitLink(email, clientAddressOf(request.headers));
    if (refusal) return problemOf(refusal, newUuid());
  }
  return handle(request, context);
}
