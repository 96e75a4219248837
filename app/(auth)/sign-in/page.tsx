import { redirect } from "next/navigation";
import { buttonClass } from "@/components/ui/button";
import { Problem } from "@/components/ui/problem";
import { hasDemoPerson } from "@/lib/auth/demo-session";
import { signedIn } from "@/lib/auth/request-caller";
import { ownPath, waysIn } from "@/lib/auth/sign-in";
import { onlyTexts } from "@/lib/http/sent";
import { Card, Note } from "../_components/card";
import { GoogleButton } from "../_components/google-button";
import { CompanyForm } from "./_components/company-form";
import { EmailForm } from "./_components/email-form";
import { failedWords } from "./_components/failed-words";

export const dynamic = "force-dynamic";
export const metadata = { title: "Sign in" };

interface Props {
  readonly searchParams: Promise<{
    readonly out?: string;
    readonly demo?: string;
    readonly error?: string;
    readonly callbackUrl?: string;
  }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { out, demo, error, callbackUrl } = onlyTexts(await searchParams);
  const goTo = ownPath(callbackUrl);
  if (await signedIn()) redirect(goTo);
  const isDemo = hasDemoPerson();
  const isAsked = out !== undefined || demo !== undefined || error !== undefined || callbackUrl !== undefined;
  if (isDemo && !isAsked) redirect("/api/auth/demo");
  const ways = waysIn();
  return (
    <Card title={out === undefined ? "Sign in" : "You are signed out"}>
      {error !== undefined && (
        <div className="mt-4">
          <Problem {...failedWords(error)} />
        </div>
      )}
      {demo === "unready" && <Note>The demo organization is still being made. Try again in a moment.</Note>}
      {ways.email && <EmailForm goTo={goTo} />}
      <div className="mt-3 space-y-3">
        {ways.google && <GoogleButton label="Sign in with Google" goTo={goTo} />}
        <CompanyForm goTo={goTo} />
      </div>
      {!ways.email && !ways.google && !isDemo && (
        <Note>
          No other way of signing in is set up in this installation yet. Its operator sets SMTP_URL, and
          people sign in by a link in their mail.
        </Note>
      )}
      {isDemo && (
        <>
          <Note>This is a demo installation: it signs its demo person in without a link.</Note>
          <a href="/api/auth/demo" className={buttonClass("plain", "mt-3 w-full justify-center py-2")}>
            Open the demo
          </a>
        </>
      )}
    </Card>
  );
}
