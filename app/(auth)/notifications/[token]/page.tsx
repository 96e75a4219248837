import { GoButton } from "@/components/ui/go-button";
import { lookAtAddress } from "@/lib/services/notifications/confirm-address";
import { Card, Note } from "../../_components/card";
import { sayYes } from "./actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Notifications", referrer: "no-referrer" };

interface Props {
  readonly params: Promise<{ readonly token: string }>;
}

/** Where somebody who reads mail at an address says that an organization may write to it. */
export default async function AddressPage({ params }: Props) {
  const { token } = await params;
  const question = await lookAtAddress(token);
  if (!question)
    return (
      <Card title="This link is over">
        <Note>
          It is older than 7 days, or what it was for is gone. Whoever made the channel can ask again.
        </Note>
      </Card>
    );
  const { organization, address, isConfirmed } = question;
  if (isConfirmed)
    return (
      <Card title="That is settled">
        <Note>
          {organization} writes to {address} when something needs somebody. Each mail has a link to end that.
        </Note>
      </Card>
    );
  return (
    <Card title={`May ${organization} write to you?`}>
      <Note>
        {organization} wants to tell {address} when something needs somebody in its registries. Each mail has
        a link to end that.
      </Note>
      <GoButton action={sayYes.bind(null, token)} label="Yes, it may" />
    </Card>
  );
}
