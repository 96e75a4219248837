import { lookAtMute } from "@/lib/services/notifications/mute-address";
import { Card, Note } from "../../_components/card";
import { LessForm } from "./_components/less-form";

export const dynamic = "force-dynamic";
export const metadata = { title: "Fewer mails", referrer: "no-referrer" };

interface Props {
  readonly params: Promise<{ readonly token: string }>;
}

/** Where a reader of our mails says that he wants less. Looking changes nothing: scanners look too. */
export default async function MutePage({ params }: Props) {
  const { token } = await params;
  const question = await lookAtMute(token);
  if (!question)
    return (
      <Card title="This link leads nowhere any more">
        <Note>The channel that wrote to you is gone, so it writes no more.</Note>
      </Card>
    );
  const { organization, address, registry, isMuted } = question;
  return (
    <Card title="Fewer mails">
      <Note>
        {organization} tells {address} of what needs somebody. What you choose here counts for this address
        alone.
      </Note>
      <LessForm token={token} registry={registry} isMuted={isMuted} />
    </Card>
  );
}
