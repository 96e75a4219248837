"use client";

import { useSyncExternalStore } from "react";
import { exactTime } from "@/lib/format/moment";

const never = () => () => {};

/** An instant on the reader's own clock, with its ISO form and his zone on hover; in UTC until a script knows the zone. */
export function LocalTime({ at }: { readonly at: string }) {
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const zone = isHere ? new Intl.DateTimeFormat().resolvedOptions().timeZone : "UTC";
  return (
    <time dateTime={at} title={`${at} (shown in ${zone})`} className="whitespace-nowrap tabular-nums">
      {isHere ? LOCAL().format(new Date(at)) : exactTime(at)}
    </time>
  );
}

const LOCAL = () =>
  new Intl.DateTimeFormat("en-GB", {
    ...{ day: "2-digit", month: "short", year: "numeric" },
    ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
  });
