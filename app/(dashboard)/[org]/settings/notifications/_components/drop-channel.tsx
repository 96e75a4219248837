import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import type { ChannelView } from "@/lib/services/notifications/channel-view";
import { dropChannel } from "../actions";

/** Asks once more before a channel goes. */
export function DropChannel({
  channel,
  onKeep,
}: {
  readonly channel: ChannelView;
  readonly onKeep: () => void;
}) {
  const org = useOrganization();
  const router = useRouter();
  return (
    <div className="flex flex-wrap items-center gap-2 border-t px-4 py-3">
      <p className="min-w-0 flex-1">
        Nobody is told by {channel.name} any more, and what was sent on it is not shown any more.
      </p>
      <ActionButton
        look="danger"
        action={() => dropChannel(org, channel.id)}
        label="Delete channel"
        describedAs={`Delete ${channel.name} for good`}
        onDone={() => router.refresh()}
      />
      <button type="button" onClick={onKeep} className={buttonClass("plain")}>
        Keep
      </button>
    </div>
  );
}
