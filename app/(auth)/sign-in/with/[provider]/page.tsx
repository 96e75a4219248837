import Link from "next/link";
import { redirect } from "next/navigation";
import { GoButton } from "@/components/ui/go-button";
import { signedIn } from "@/lib/auth/request-caller";
import { ownPath } from "@/lib/auth/sign-in";
import { onlyTexts } from "@/lib/http/sent";
import { lookAtProvider } from "@/lib/services/sign-in/find-way";
import { Card, Note } from "../../../_components/card";
import { SignedInAs } from "../../_components/signed-in-as";
import { goToProvider } from "../../actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Sign in" };

interface Props {
  readonly params: Promise<{ readonly provider: string }>;
  readonly searchParams: Promise<{ readonly returnTo?: string; readonly link?: string }>;
}

/** Where somebody is asked whom no page of ours sent to an identity provider: a list of apps did, or another site. */
export default async function SignInWithPage({ params, searchParams }: Props) {
  const { provider } = await params;
  const { returnTo, link } = onlyTexts(await searchParams);
  const found = await lookAtProvider(provider);
  if (!found) redirect("/sign-in?error=provider-off");
  const { name, organization } = found;
  const isLink = link !== undefined;
  const person = (await signedIn())?.person;
  return (
    <Card title={`Sign in with ${name}?`}>
      <Note>
        {name} signs people in to <strong className="font-medium text-ink">{organization}</strong>. Go on if
        that is where you want to go.
      </Note>
      {person && !isLink && <SignedInAs email={person.email} />}
      <GoButton
        action={goToProvider.bind(null, provider, ownPath(returnTo), isLink)}
        label={`Go on to ${name}`}
      />
      <p className="mt-6 text-sm">
        <Link href={person ? "/" : "/sign-in?out=1"} className="text-accent underline">
          No, go back
        </Link>
      </p>
    </Card>
  );
}
