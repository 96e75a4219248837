"use client";

import { BellOff, BellRing } from "lucide-react";
import type { Action } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { MenuItem, MenuLabel } from "@/components/ui/menu-lines";
import { relativeTime } from "@/lib/format/moment";
import { muteNotices, unmuteNotices } from "../actions";

interface Props {
  readonly registryId: string;
  /** When people are told again; null: they are told. */
  readonly mutedUntil: string | null;
  readonly now: number;
  readonly run: (action: Action) => void;
}

const TERMS = [
  { hours: 1, word: "Mute for an hour" },
  { hours: 24, word: "Mute for a day" },
  { hours: 7 * 24, word: "Mute for a week" },
];

/** For how long nobody is told, or that somebody is again. */
export function MuteLines({ registryId, mutedUntil, now, run }: Props) {
  const org = useOrganization();
  return (
    <>
      <MenuLabel>
        {mutedUntil !== null
          ? `Nobody is told of it; again ${relativeTime(mutedUntil, now)}`
          : "Notifications of this registry"}
      </MenuLabel>
      {mutedUntil !== null ? (
        <MenuItem icon={BellRing} choose={() => run(() => unmuteNotices(org, registryId))}>
          Unmute
        </MenuItem>
      ) : (
        TERMS.map(({ hours, word }) => (
          <MenuItem key={hours} icon={BellOff} choose={() => run(() => muteNotices(org, registryId, hours))}>
            {word}
          </MenuItem>
        ))
      )}
    </>
  );
}
