"use client";

import { BellRing } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ListSection } from "@/components/list-section";
import { ShownOnce } from "@/components/shown-once";
import { Empty } from "@/components/ui/empty";
import type { WatchedChannelView } from "@/lib/services/notifications/browse-channels";
import type { CreatedChannelView } from "@/lib/services/notifications/create-channel";
import { ChannelLine } from "./channel-line";
import { NewChannelForm } from "./new-channel-form";
import type { NamedRegistry } from "./wish-fields";

interface Props {
  readonly channels: readonly WatchedChannelView[];
  readonly registries: readonly NamedRegistry[];
}

/** Who is told, where, and what came of it. */
export function ChannelList({ channels, registries }: Props) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<CreatedChannelView | null>(null);
  const onMade = (channel: CreatedChannelView) => {
    setMade(channel.secret === null ? null : channel);
    setOpen(false);
    router.refresh();
  };
  return (
    <>
      <p className="mb-4 max-w-2xl text-ink-soft">
        Somebody is told when a plan is held, a registry stops, a connection is lost, issues stay or drift is
        found, and once more when that is over. Never of each run.
      </p>
      <ListSection
        id="channels"
        title="Channels"
        addWord="New channel"
        isOpen={isOpen}
        onToggle={() => setOpen(!isOpen)}
      >
        {made?.secret && (
          <ShownOnce
            says={`${made.name} is made. Copy its secret now: it is not shown again.`}
            text={made.secret}
            onPutAway={() => setMade(null)}
          />
        )}
        {isOpen && (
          <div className="p-4">
            <NewChannelForm registries={registries} onMade={onMade} onClose={() => setOpen(false)} />
          </div>
        )}
        {channels.length === 0 && !isOpen && (
          <Empty icon={BellRing} title="Nobody is told">
            There is no channel, so a held plan waits until somebody looks. Make one that writes to owners and
            approvers.
          </Empty>
        )}
        {channels.map((channel) => (
          <ChannelLine key={channel.id} channel={channel} registries={registries} />
        ))}
      </ListSection>
    </>
  );
}
