import { Bell, BellOff, BellRing } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { type Action, type ActionResult, UNREACHED } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { Menu, MenuItem, MenuLabel } from "@/components/ui/menu";
import { useNow } from "@/components/ui/moment";
import { Problem } from "@/components/ui/problem";
import { relativeTime } from "@/lib/format/moment";
import { muteNotices, unmuteNotices } from "../actions";

interface Props {
  readonly registryId: string;
  /** Until when nobody is told of the registry; null: they are. */
  readonly mutedUntil: string | null;
}

const TERMS = [
  { hours: 1, word: "Mute for an hour" },
  { hours: 24, word: "Mute for a day" },
  { hours: 7 * 24, word: "Mute for a week" },
];

/** Whether anybody is told of what needs somebody in the registry. */
export function MuteMenu({ registryId, mutedUntil }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const now = useNow();
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const [isPending, start] = useTransition();
  const isMuted = mutedUntil !== null && Date.parse(mutedUntil) > now;
  const run = (action: Action) =>
    start(async () => {
      setProblem((await action().catch(() => UNREACHED)).problem);
      router.refresh();
    });
  return (
    <span>
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            disabled={isPending}
            aria-label={isMuted ? "Notifications: muted" : "Notifications"}
            className={buttonClass("plain", "px-2")}
          >
            {isMuted ? <BellOff size={14} aria-hidden /> : <Bell size={14} aria-hidden />}
          </button>
        }
      >
        <MenuLabel>
          {isMuted
            ? `Nobody is told of it; again ${relativeTime(mutedUntil, now)}`
            : "Notifications of this registry"}
        </MenuLabel>
        {isMuted ? (
          <MenuItem icon={BellRing} choose={() => run(() => unmuteNotices(org, registryId))}>
            Unmute
          </MenuItem>
        ) : (
          TERMS.map(({ hours, word }) => (
            <MenuItem
              key={hours}
              icon={BellOff}
              choose={() => run(() => muteNotices(org, registryId, hours))}
            >
              {word}
            </MenuItem>
          ))
        )}
      </Menu>
      {problem && <Problem title={problem.message} remedy={problem.remedy} />}
    </span>
  );
}
