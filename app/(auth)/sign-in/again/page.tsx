import { ownPath } from "@/lib/auth/sign-in";
import { Card, Note } from "../../_components/card";
import { SubmitButton } from "../../_components/submit-button";
import { signInAgain } from "../actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Sign in again" };

interface Props {
  readonly searchParams: Promise<{ readonly callbackUrl?: string }>;
}

/** Where a screen sends somebody, in a tab beside it, whose sign-in is too old for what he is about to do there. */
export default async function SignInAgainPage({ searchParams }: Props) {
  const { callbackUrl } = await searchParams;
  return (
    <Card title="Sign in again">
      <Note>
        This ends your session in this browser and begins a new one. What you have entered in the other tab
        stays there.
      </Note>
      <form action={signInAgain.bind(null, ownPath(callbackUrl))} className="mt-6">
        <SubmitButton label="Sign in again" />
      </form>
    </Card>
  );
}
