import { Mail, MessageSquare, Webhook } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ListForm } from "@/components/list-form";
import { useOrganization } from "@/components/live/organization";
import { ShownOnce } from "@/components/shown-once";
import { Chip } from "@/components/ui/chip";
import { Moment, useNow } from "@/components/ui/moment";
import type { WatchedChannelView } from "@/lib/services/notifications/browse-channels";
import { saveChannel } from "../actions";
import { ChannelButtons, type Opened } from "./channel-buttons";
import { channelSettings } from "./channel-request";
import { channelState, targetOf, wishesOf } from "./channel-words";
import { DeliveryList } from "./delivery-list";
import { DropChannel } from "./drop-channel";
import { type NamedRegistry, WishFields } from "./wish-fields";

interface Props {
  readonly channel: WatchedChannelView;
  readonly registries: readonly NamedRegistry[];
}

const ICONS = { email: Mail, slack: MessageSquare, webhook: Webhook };

export function ChannelLine({ channel, registries }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => setOpened(null);
  return (
    <div>
      <div className="px-4 py-3">
        <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
          <Summary channel={channel} registries={registries} />
          <ChannelButtons
            channel={channel}
            onToggle={(what) => setOpened(opened === what ? null : what)}
            onSecret={setSecret}
          />
        </div>
        <DeliveryList channel={channel} />
      </div>
      {secret !== null && (
        <ShownOnce
          says="This signs from now on; the secret before does too, for 24 hours. Copy it now: it is not shown again."
          text={secret}
          onPutAway={() => setSecret(null)}
        />
      )}
      {opened === "change" && (
        <div className="border-t p-4">
          <ListForm
            save={(form) => saveChannel(org, channel.id, channelSettings(form))}
            onSaved={() => {
              close();
              router.refresh();
            }}
            onClose={close}
            saveWord="Save"
          >
            <WishFields registries={registries} wishes={channel} />
          </ListForm>
        </div>
      )}
      {opened === "drop" && <DropChannel channel={channel} onKeep={close} />}
    </div>
  );
}

function Summary({ channel, registries }: Props) {
  const now = useNow();
  const Icon = ICONS[channel.kind];
  const { word, tone } = channelState(channel, now);
  const names = new Map(registries.map(({ id, name }) => [id, name]));
  const { mutedUntil, disabledReason, failingSince, disabledAt } = channel;
  return (
    <div className="min-w-0 flex-1 basis-72">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        <Icon size={15} aria-hidden className="shrink-0 text-ink-faint" />
        {channel.name}
        <Chip tone={tone} word={word} />
      </p>
      <p className="mt-0.5 text-xs break-all text-ink-soft">{targetOf(channel)}</p>
      <p className="mt-0.5 text-xs text-ink-soft">{wishesOf(channel, names)}</p>
      {disabledReason !== null && (
        <p className="mt-1 text-xs text-bad">
          {disabledReason} Turned off <Moment at={disabledAt} />.
        </p>
      )}
      {disabledReason === null && failingSince !== null && (
        <p className="mt-1 text-xs text-warn">
          Failing since <Moment at={failingSince} />. After three days of that it is turned off.
        </p>
      )}
      {mutedUntil !== null && Date.parse(mutedUntil) > now && (
        <p className="mt-1 text-xs text-ink-soft">
          Muted until <Moment at={mutedUntil} />.
        </p>
      )}
    </div>
  );
}
