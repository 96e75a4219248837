import { buttonClass } from "@/components/button";
import { onlyTexts } from "@/lib/http/sent";
import { Card, Note } from "../../_components/card";

export const dynamic = "force-dynamic";
export const metadata = { title: "Sign in" };

interface Props {
  readonly searchParams: Promise<{
    readonly email?: string;
    readonly token?: string;
    readonly callbackUrl?: string;
  }>;
}

/** Where the link of a mail leads: programs that look at links press no buttons, and so use up no token. */
export default async function ConfirmPage({ searchParams }: Props) {
  const { email = "", token = "", callbackUrl = "/" } = onlyTexts(await searchParams);
  return (
    <Card title="Sign in">
      <Note>
        You are about to sign in as <strong className="font-medium text-ink">{email}</strong>.
      </Note>
      <form action="/api/auth/callback/email" method="get" className="mt-6">
        <input type="hidden" name="email" value={email} />
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="callbackUrl" value={callbackUrl} />
        <button type="submit" className={buttonClass("primary", "w-full justify-center py-2")}>
          Sign in
        </button>
      </form>
    </Card>
  );
}
