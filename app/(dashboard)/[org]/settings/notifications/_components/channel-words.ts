import type { Tone } from "@/lib/format/registry-state";
import { roleWord } from "@/lib/format/role-word";
import type { ChannelView, DeliveryView } from "@/lib/services/notifications/channel-view";

interface Word {
  readonly word: string;
  readonly tone: Tone;
}

/** How a channel stands, in one word. */
export function channelState(channel: ChannelView, now: number): Word {
  if (channel.disabledAt !== null) return { word: "Turned off", tone: "bad" };
  if (!channel.isConfirmed) return { word: "Waits for a yes", tone: "calm" };
  if (channel.mutedUntil !== null && Date.parse(channel.mutedUntil) > now)
    return { word: "Muted", tone: "calm" };
  return channel.failingSince === null
    ? { word: "On", tone: "good" }
    : { word: "Nothing arrives", tone: "warn" };
}

/** Where it leads, in words. */
export function targetOf({ kind, target, roles }: ChannelView): string {
  if (kind !== "email" || roles.length === 0) return target;
  return `Members who are ${roles.map(roleWord).join(", ")}`;
}

/** What is told on it, in a line. */
export function wishesOf(channel: ChannelView, names: ReadonlyMap<string, string>): string {
  const { registries, level, issuesOver, digest, timeZone } = channel;
  const of = registries.map((id) => names.get(id) ?? "a deleted registry").join(", ");
  const issues = issuesOver > 0 ? `, issues from ${issuesOver + 1} on` : "";
  const daily = digest ? `, a digest each morning (${timeZone})` : "";
  const what = level === "critical" ? "Only what stands still" : `What needs somebody${issues}`;
  return `${what}${daily} · ${registries.length === 0 ? "all registries" : of}`;
}

const DELIVERIES: Readonly<Record<DeliveryView["status"], Word>> = {
  waiting: { word: "Will be tried again", tone: "warn" },
  sent: { word: "Arrived", tone: "good" },
  failed: { word: "Given up", tone: "bad" },
  dropped: { word: "Not sent", tone: "calm" },
};

/** What came of a message; one that was never tried is on its way. */
export const deliveryState = ({ status, attempts }: DeliveryView): Word =>
  status === "waiting" && attempts === 0 ? { word: "On its way", tone: "busy" } : DELIVERIES[status];
