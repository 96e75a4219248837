import { BellOff, BellRing, Ellipsis, KeyRound, Pencil, Send, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { type ActionResult, UNREACHED } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { MenuItem, MenuLine } from "@/components/ui/menu-lines";
import { useNow } from "@/components/ui/moment";
import { Problem } from "@/components/ui/problem";
import type { ChannelView } from "@/lib/services/notifications/channel-view";
import { askAgain, muteChannel, newSecret, sendTest, turnOn } from "../actions";

/** What is open below a channel's line. */
export type Opened = "change" | "drop";

interface Props {
  readonly channel: ChannelView;
  readonly onToggle: (what: Opened) => void;
  readonly onSecret: (secret: string) => void;
}

const DAY = 24;

/** What can be done with a channel: what is likeliest as a button, the rest in its menu. */
export function ChannelButtons({ channel, onToggle, onSecret }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const now = useNow();
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const [isPending, start] = useTransition();
  const { id, name, kind } = channel;
  const isMuted = channel.mutedUntil !== null && Date.parse(channel.mutedUntil) > now;
  const done = (result: ActionResult) => {
    setProblem(result.problem);
    router.refresh();
  };
  const mute = (hours: number) =>
    start(async () => done(await muteChannel(org, id, hours).catch(() => UNREACHED)));
  const rotate = () =>
    start(async () => {
      const { refusal, view } = await newSecret(org, id);
      done({ problem: refusal });
      if (view) onSecret(view.secret);
    });
  return (
    <div>
      <div className="flex items-center gap-2">
        <LikeliestButton channel={channel} />
        <Menu
          align="end"
          trigger={
            <button
              type="button"
              disabled={isPending}
              aria-label={`More of ${name}`}
              className={buttonClass("quiet", "px-1.5")}
            >
              <Ellipsis size={16} aria-hidden />
            </button>
          }
        >
          <MenuItem icon={Pencil} choose={() => onToggle("change")}>
            Change what it tells
          </MenuItem>
          {isMuted ? (
            <MenuItem icon={BellRing} choose={() => mute(0)}>
              Unmute
            </MenuItem>
          ) : (
            <>
              <MenuItem icon={BellOff} choose={() => mute(DAY)}>
                Mute for a day
              </MenuItem>
              <MenuItem icon={BellOff} choose={() => mute(7 * DAY)}>
                Mute for a week
              </MenuItem>
            </>
          )}
          {kind === "webhook" && (
            <MenuItem icon={KeyRound} choose={rotate}>
              New secret
            </MenuItem>
          )}
          <MenuLine />
          <MenuItem icon={Trash2} choose={() => onToggle("drop")} isDanger>
            Delete
          </MenuItem>
        </Menu>
      </div>
      {problem && <Problem title={problem.message} remedy={problem.remedy} />}
    </div>
  );
}

function LikeliestButton({
  channel: { id, name, disabledAt, isConfirmed },
}: {
  readonly channel: ChannelView;
}) {
  const org = useOrganization();
  const router = useRouter();
  const onDone = () => router.refresh();
  if (disabledAt !== null)
    return (
      <ActionButton
        action={() => turnOn(org, id)}
        label="Turn on"
        describedAs={`Turn on ${name}`}
        onDone={onDone}
      />
    );
  if (!isConfirmed)
    return (
      <ActionButton
        action={() => askAgain(org, id)}
        label="Ask again"
        describedAs={`Ask the address of ${name} again`}
        onDone={onDone}
      />
    );
  return (
    <ActionButton
      action={() => sendTest(org, id)}
      icon={<Send size={13} aria-hidden />}
      label="Send a test"
      describedAs={`Send a test on ${name}`}
      onDone={onDone}
    />
  );
}
