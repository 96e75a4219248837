import { buttonClass } from "@/components/ui/button";
import { signedIn } from "@/lib/auth/request-caller";
import { onlyTexts } from "@/lib/http/sent";
import { Card, Note } from "../../_components/card";
import { SignedInAs } from "../_components/signed-in-as";

export const dynamic = "force-dynamic";
export const metadata = { title: "Sign in" };

interface Props {
  readonly searchParams: Promise<{
    readonly email?: string;
    readonly token?: string;
    readonly callbackUrl?: string;
  }>;
}

/**
 * Where the link of a mail leads: programs that look at links press no buttons, and so use up no token. It is sent as a
 * post, which no other site's page can do in our name.
 */
export default async function ConfirmPage({ searchParams }: Props) {
  const { email = "", token = "", callbackUrl = "/" } = onlyTexts(await searchParams);
  const person = (await signedIn())?.person;
  return (
    <Card title="Sign in">
      <Note>
        You are about to sign in as <strong className="font-medium text-ink">{email}</strong>.
      </Note>
      {person && person.email !== email && <SignedInAs email={person.email} />}
      <form
        action={`/api/auth/callback/email?${new URLSearchParams({ email, token, callbackUrl })}`}
        method="post"
        className="mt-6"
      >
        <button type="submit" className={buttonClass("primary", "w-full justify-center py-2")}>
          Sign in
        </button>
      </form>
    </Card>
  );
}
