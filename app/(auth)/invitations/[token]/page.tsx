import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { signedIn } from "@/lib/auth/request-caller";
import { isOwnSession } from "@/lib/auth/session";
import { roleWord } from "@/lib/format/role-word";
import { lookAtInvitation } from "@/lib/services/members/accept-invitation";
import { Card, Note } from "../../_components/card";
import { CompanySession } from "../../_components/company-session";
import { AcceptButton } from "./_components/accept-button";

export const dynamic = "force-dynamic";
export const metadata = { title: "Invitation" };

interface Props {
  readonly params: Promise<{ readonly token: string }>;
}

export default async function InvitationPage({ params }: Props) {
  const { token } = await params;
  const offer = await lookAtInvitation(token);
  if (!offer)
    return (
      <Card title="This invitation is over">
        <Note>It was used, taken back, or is older than 7 days. Ask whoever invited you for a new one.</Note>
      </Card>
    );
  const found = await signedIn();
  const person = found?.person;
  const way = `/sign-in?callbackUrl=${encodeURIComponent(`/invitations/${token}`)}`;
  return (
    <Card title={`Join ${offer.organization}`}>
      <Note>
        {offer.organization} invites {offer.email} to join as {roleWord(offer.role)}.
      </Note>
      {found && person?.email === offer.email ? (
        isOwnSession(found) ? (
          <AcceptButton token={token} />
        ) : (
          <CompanySession goTo={`/invitations/${token}`} />
        )
      ) : (
        <>
          <Note>
            {person
              ? `You are signed in as ${person.email}. Sign out, and sign in as ${offer.email} to accept.`
              : `Sign in as ${offer.email} to accept.`}
          </Note>
          {!person && (
            <Link href={way} className={buttonClass("primary", "mt-6 w-full justify-center py-2")}>
              Sign in
            </Link>
          )}
        </>
      )}
    </Card>
  );
}
