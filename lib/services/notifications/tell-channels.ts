import type { StoredMember } from "@/lib/db/members";
import type { NewDelivery, ToldOf } from "@/lib/db/notice-deliveries";
import type { StoredMute } from "@/lib/db/notice-mutes";
import type { StoredChannel } from "@/lib/db/notification-channels";
import { newUuid } from "@/lib/ids";
import { messageOf, type Place } from "./compose-message";
import { isAddressMuted, isWanted, type Notice, phaseOf } from "./judge-notices";

/** Everything that says who is told. */
export interface Audience {
  readonly place: Place;
  /** Those that work, and whose addresses are confirmed. */
  readonly channels: readonly StoredChannel[];
  readonly mutes: readonly StoredMute[];
  readonly members: readonly Pick<StoredMember, "email" | "role">[];
  readonly now: Date;
}

/** Whom a message on the channel goes to: addresses of mails, or "" for the channel itself. */
export function recipientsOf(channel: StoredChannel, members: Audience["members"]): string[] {
  if (channel.kind !== "email") return [""];
  if (channel.roles.length === 0) return [channel.target];
  return members.filter(({ role }) => channel.roles.includes(role)).map(({ email }) => email);
}

/** Ids of the registries that a notice is about. */
export type ConcernsOf = (notice: Notice) => readonly string[];

const begunKey = ({ id }: Notice): string => `${id}:begun`;
const endedKey = ({ id }: Notice): string => `${id}:ended`;

/** The keys under which a notice may have been told. */
export const keysOf = (notices: readonly Notice[]): string[] => notices.map(begunKey);

/** The messages that a notice gives now: to each who wants it and was not told, and its end to each who was. */
export function tellingsOf(
  notice: Notice,
  audience: Audience,
  { told, concernsOf, outcome }: { told: readonly ToldOf[]; concernsOf: ConcernsOf; outcome: string | null },
): NewDelivery[] {
  const phase = phaseOf(notice, audience.now);
  if (phase === "quiet") return [];
  const before = told.filter(({ key }) => key === begunKey(notice));
  const concerns = concernsOf(notice);
  const key = phase === "begun" ? begunKey(notice) : endedKey(notice);
  const message = messageOf(notice, { place: audience.place, now: audience.now, outcome });
  return audience.channels
    .filter((channel) =>
      isWanted({ condition: notice.condition, concerns, open: openIn(notice) }, channel, audience),
    )
    .flatMap((channel) =>
      recipientsOf(channel, audience.members)
        .filter((recipient) => {
          const wasTold = before.some((one) => one.channelId === channel.id && one.recipient === recipient);
          return wasTold === (phase === "over");
        })
        .filter((recipient) => !isAddressMuted({ channelId: channel.id, recipient, concerns }, audience))
        .map((recipient) => ({ id: newUuid(), channelId: channel.id, key, recipient, message })),
    );
}

/** How many rows a notice of issues is about; its end is told whatever is left. */
function openIn({ condition, endedAt, facts }: Notice): number | null {
  if (condition !== "issues" || endedAt !== null) return null;
  return Number(facts.issues ?? 0) + Number(facts.conflicts ?? 0);
}
