import { redirect } from "next/navigation";
import { signOut } from "@/app/(dashboard)/[org]/actions";
import { buttonClass } from "@/components/button";
import { signedIn } from "@/lib/auth/request-caller";
import { requiredWays } from "@/lib/services/sign-in/find-way";
import { Card, Note } from "../../../_components/card";
import { SubmitButton } from "../../../_components/submit-button";

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
      <div className="mt-6 space-y-3">
        {ways.map(({ name, path }) => (
          <a
            key={path}
            href={`${path}?returnTo=/${org}`}
            className={buttonClass("primary", "w-full justify-center py-2")}
          >
            Sign in with {name}
          </a>
        ))}
        <form action={signOut}>
          <SubmitButton label="Sign out" look="plain" />
        </form>
      </div>
    </Card>
  );
}
