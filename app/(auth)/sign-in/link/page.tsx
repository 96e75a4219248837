import { cookies } from "next/headers";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { GoButton } from "@/components/ui/go-button";
import { freshForMs } from "@/lib/auth/fresh-sign-in";
import { ownPerson } from "@/lib/auth/request-caller";
import { env } from "@/lib/env";
import { onlyTexts } from "@/lib/http/sent";
import { claimCookie } from "@/lib/http/sign-in-cookies";
import { type ClaimView, lookAtClaim } from "@/lib/services/sign-in/confirm-identity";
import { Card, Note } from "../../_components/card";
import { confirmLink } from "../actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Sign in" };

interface Props {
  readonly searchParams: Promise<{ readonly token?: string }>;
}

/** Where somebody says that an identity at a company's provider is his: by the link in a mail, or while signed in. */
export default async function LinkPage({ searchParams }: Props) {
  const { token = null } = onlyTexts(await searchParams);
  const browserToken = (await cookies()).get(claimCookie(env().APP_URL).name)?.value ?? "";
  const own = token === null ? await ownPerson() : null;
  const claim = await lookAtClaim(token === null ? { browserToken, own } : { token });
  if (claim && own && freshForMs(own, new Date()) === 0) return <Again claim={claim} />;
  if (claim) return <Question claim={claim} token={token} />;
  return token === null && browserToken !== "" ? <LookIntoMail /> : <Over />;
}

function Question({ claim, token }: { readonly claim: ClaimView; readonly token: string | null }) {
  const { provider, organization, email } = claim;
  return (
    <Card title={`Sign in with ${provider}?`}>
      <Note>
        {provider} of {organization} says that you are{" "}
        <strong className="font-medium text-ink">{email || "one of its people"}</strong>. If that is so, it
        signs you in to {organization} from now on. It opens nothing else of yours.
      </Note>
      <GoButton action={confirmLink.bind(null, token)} label={`Yes, sign me in with ${provider}`} />
      <BackToSignIn word="No, go back" />
    </Card>
  );
}

/** Who finds a browser open has no sign-in of just now, and makes no way in of his own here. */
const Again = ({ claim: { provider } }: { readonly claim: ClaimView }) => (
  <Card title="Sign in again first">
    <Note>
      A new way into your account needs a sign-in that is not older than ten minutes. You come back here then,
      and say whether {provider} is to be one.
    </Note>
    <Link
      href="/sign-in/again?callbackUrl=/sign-in/link"
      className={buttonClass("primary", "mt-6 w-full justify-center py-2")}
    >
      Sign in again
    </Link>
    <BackToSignIn word="No, go back" />
  </Card>
);

const LookIntoMail = () => (
  <Card title="Look into your mail">
    <Note>
      There is an account with your address. We have sent a link there: it makes your company&apos;s sign-in a
      way to this account, once and for all. It works for 30 minutes.
    </Note>
    <BackToSignIn />
  </Card>
);

const Over = () => (
  <Card title="That link is used or over.">
    <Note>Sign in with your company once more; the newest link in your mail is the one that works.</Note>
    <BackToSignIn />
  </Card>
);

const BackToSignIn = ({ word = "Back to sign in" }: { readonly word?: string }) => (
  <p className="mt-6 text-sm">
    <Link href="/sign-in?out=1" className="text-accent underline">
      {word}
    </Link>
  </p>
);
