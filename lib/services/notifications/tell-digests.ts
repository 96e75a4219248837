import type { NewDelivery } from "@/lib/db/notice-deliveries";
import type { StoredChannel } from "@/lib/db/notification-channels";
import { newUuid } from "@/lib/ids";
import { digestOf } from "./compose-message";
import { isAddressMuted, wantedRegistries } from "./judge-notices";
import { localDay, nextMorning } from "./morning";
import { type Audience, recipientsOf } from "./tell-channels";
import type { Seen } from "./troubles-of";

export interface Digest {
  readonly channel: StoredChannel;
  readonly deliveries: readonly NewDelivery[];
  readonly nextAt: Date;
}

/** The digests that are due, at most one a day: nobody is written to where nothing waits. */
export function digestsDue(seen: Seen, audience: Audience): Digest[] {
  const { now } = audience;
  return audience.channels
    .filter(({ digest, nextDigestAt }) => digest && nextDigestAt !== null && nextDigestAt <= now)
    .map((channel) => ({
      channel,
      deliveries: deliveriesOf(channel, seen, audience),
      nextAt: nextMorning(now, channel.timeZone),
    }));
}

function deliveriesOf(channel: StoredChannel, seen: Seen, audience: Audience): NewDelivery[] {
  const { now, place, members } = audience;
  if (channel.mutedUntil !== null && channel.mutedUntil > now) return [];
  const all = seen.registries.map(({ id }) => id);
  const wanted = new Set(wantedRegistries(all, channel, audience));
  const lines = seen.registries
    .filter(({ id }) => wanted.has(id))
    .map(({ id, name }) => {
      const { issues = 0, conflicts = 0 } = seen.open.get(id) ?? {};
      const held = seen.held.filter(({ registryId }) => registryId === id).length;
      return { registryId: id, name, held, issues, conflicts };
    })
    .filter(({ held, issues, conflicts }) => held + issues + conflicts > 0);
  if (lines.length === 0) return [];
  const key = `digest:${localDay(now, channel.timeZone)}`;
  const message = digestOf(lines, place, now);
  const concerns = lines.map(({ registryId }) => registryId);
  return recipientsOf(channel, members)
    .filter((recipient) => !isAddressMuted({ channelId: channel.id, recipient, concerns }, audience))
    .map((recipient) => ({ id: newUuid(), channelId: channel.id, key, recipient, message }));
}
