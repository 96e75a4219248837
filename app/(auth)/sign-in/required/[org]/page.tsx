import { redirect } from "next/navigation";
import { signOut } from "@/app/(dashboard)/[org]/actions";
import { GoButton } from "@/components/ui/go-button";
import { signedIn } from "@/lib/auth/request-caller";
import { requiredWays } from "@/lib/services/sign-in/find-way";
import { Card, Note } from "../../../_components/card";
import { SubmitButton } from "../../../_components/submit-button";
import { goToProvider } from "../../actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Sign in" };

interface Props {
  readonly params: Promise<{ readonly org: string }>;
}

/** Where a member is sent whose session does not open the organization: by which way it does. */
export default async function RequiredPage({ params }: Props) {
  const { org } = await params;
  const found = await signedIn();
  if (!found) redirect("/sign-in");
  const required = await requiredWays(found, org);
  if (!required) redirect(`/${org}`);
  const { organization, isElsewhere, ways } = required;
  return (
    <Card title={`Sign in to ${organization}`}>
      <Note>
        {isElsewhere
          ? `You came by another company's sign-in, which opens that company alone. ${organization} is entered by a way of its own, or by a link in your mail.`
          : `${organization} asks its members to sign in by ${ways.map(({ name }) => name).join(" or ")}.`}
      </Note>
      {ways.map(({ name, provider }) => (
        <GoButton
          key={provider}
          action={goToProvider.bind(null, provider, `/${org}`, false)}
          label={`Sign in with ${name}`}
        />
      ))}
      <div className="mt-3">
        <form action={signOut}>
          <SubmitButton label="Sign out" look="plain" />
        </form>
      </div>
    </Card>
  );
}
