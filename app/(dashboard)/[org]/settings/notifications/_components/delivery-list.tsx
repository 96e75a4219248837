import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { Chip } from "@/components/ui/chip";
import { Disclosure } from "@/components/ui/disclosure";
import { Moment } from "@/components/ui/moment";
import type { WatchedChannelView } from "@/lib/services/notifications/browse-channels";
import type { DeliveryView } from "@/lib/services/notifications/channel-view";
import { sendAgain } from "../actions";
import { deliveryState } from "./channel-words";

/** What was sent on the channel lately, and what came of it. */
export function DeliveryList({ channel }: { readonly channel: WatchedChannelView }) {
  const { deliveries, createdAt } = channel;
  const [newest] = deliveries;
  if (!newest)
    return (
      <p className="mt-2 text-xs text-ink-faint">
        Nothing was told on it since it was made, <Moment at={createdAt} />.
      </p>
    );
  return (
    <Disclosure
      className="mt-2 text-xs"
      summary={
        <span className="flex flex-wrap items-center gap-x-2 font-normal text-ink-soft">
          Last message <Moment at={newest.lastAt ?? newest.createdAt} />
          <Chip {...deliveryState(newest)} />
        </span>
      }
    >
      <ul aria-label={`Messages on ${channel.name}`} className="divide-y divide-line">
        {deliveries.map((delivery) => (
          <DeliveryLine key={delivery.id} channelId={channel.id} delivery={delivery} />
        ))}
      </ul>
    </Disclosure>
  );
}

interface LineProps {
  readonly channelId: string;
  readonly delivery: DeliveryView;
}

function DeliveryLine({ channelId, delivery }: LineProps) {
  const org = useOrganization();
  const router = useRouter();
  const { id, subject, recipient, code, problem, attempts, createdAt, lastAt, nextAt, status } = delivery;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
      <Chip {...deliveryState(delivery)} />
      <span className="min-w-0 flex-1 basis-60">
        {subject}
        {recipient !== null && <span className="text-ink-faint"> to {recipient}</span>}
        {problem !== null && status !== "sent" && <span className="block text-ink-soft">{problem}</span>}
      </span>
      <span className="text-ink-faint tabular-nums">
        {code !== null && `${code} · `}
        {attempts > 1 && `${attempts} tries · `}
        <Moment at={lastAt ?? createdAt} />
        {nextAt !== null && attempts > 0 && (
          <>
            , next <Moment at={nextAt} isDue />
          </>
        )}
      </span>
      {status !== "waiting" && (
        <ActionButton
          look="quiet"
          action={() => sendAgain(org, channelId, id)}
          label="Send again"
          describedAs={`Send again: ${subject}`}
          onDone={() => router.refresh()}
        />
      )}
    </li>
  );
}
