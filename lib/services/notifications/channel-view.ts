import type { StoredDelivery } from "@/lib/db/notice-deliveries";
import type { StoredChannel } from "@/lib/db/notification-channels";
import { publicId } from "@/lib/ids";
import { noticeMessage } from "@/lib/mail/notice-message";
import { noticeText } from "@/lib/mail/notice-text";

export interface ChannelView {
  readonly id: string;
  readonly kind: "email" | "slack" | "webhook";
  readonly name: string;
  /** Where it leads, without what is secret of it. */
  readonly target: string;
  readonly roles: readonly string[];
  readonly level: "warning" | "critical";
  readonly registries: readonly string[];
  readonly issuesOver: number;
  readonly digest: boolean;
  readonly timeZone: string;
  readonly mutedUntil: string | null;
  /** False: nobody at the address has said yet that it may be written to. */
  readonly isConfirmed: boolean;
  readonly failingSince: string | null;
  readonly disabledAt: string | null;
  readonly disabledReason: string | null;
  readonly createdAt: string;
}

export const channelView = (channel: StoredChannel): ChannelView => ({
  id: publicId("chn", channel.id),
  kind: channel.kind,
  name: channel.name,
  target: channel.target,
  roles: channel.roles,
  level: channel.level,
  registries: channel.registries.map((id) => publicId("reg", id)),
  issuesOver: channel.issuesOver,
  digest: channel.digest,
  timeZone: channel.timeZone,
  mutedUntil: channel.mutedUntil?.toISOString() ?? null,
  isConfirmed: channel.confirmedAt !== null,
  failingSince: channel.failingSince?.toISOString() ?? null,
  disabledAt: channel.disabledAt?.toISOString() ?? null,
  disabledReason: channel.disabledReason,
  createdAt: channel.createdAt.toISOString(),
});

/** A webhook as the API has it: every channel of its kind needs no confirmation, and has no roles. */
export interface WebhookView extends Omit<ChannelView, "kind" | "target" | "roles" | "isConfirmed"> {
  readonly url: string;
}

export function webhookView(channel: StoredChannel): WebhookView {
  const { kind: _kind, target: url, roles: _roles, isConfirmed: _confirmed, ...view } = channelView(channel);
  return { ...view, url };
}

export interface DeliveryView {
  /** What a webhook is sent as `webhook-id`, at every try. */
  readonly id: string;
  readonly type: string;
  /** What it says, in a line. */
  readonly subject: string;
  /** The address of a mail; null = the channel itself. */
  readonly recipient: string | null;
  readonly status: "waiting" | "sent" | "failed" | "dropped";
  readonly attempts: number;
  readonly code: number | null;
  readonly problem: string | null;
  readonly createdAt: string;
  readonly lastAt: string | null;
  readonly nextAt: string | null;
}

export function deliveryView(delivery: StoredDelivery): DeliveryView {
  const message = noticeMessage.parse(delivery.message);
  return {
    id: publicId("dlv", delivery.id),
    type: message.type,
    subject: noticeText(message).subject,
    recipient: delivery.recipient === "" ? null : delivery.recipient,
    status: delivery.status,
    attempts: delivery.attempts,
    code: delivery.lastCode,
    problem: delivery.lastProblem,
    createdAt: delivery.createdAt.toISOString(),
    lastAt: delivery.lastAt?.toISOString() ?? null,
    nextAt: delivery.nextAt?.toISOString() ?? null,
  };
}
