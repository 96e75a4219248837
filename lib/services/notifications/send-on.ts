import "server-only";
import { withOrg } from "@/lib/db/control";
import { membersOf } from "@/lib/db/members";
import type { StoredDelivery } from "@/lib/db/notice-deliveries";
import { listMutes } from "@/lib/db/notice-mutes";
import type { StoredChannel } from "@/lib/db/notification-channels";
import { sendMail } from "@/lib/egress/send-mail";
import { sendWebhook } from "@/lib/egress/send-webhook";
import { env } from "@/lib/env";
import { asAppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import { noticeLetter } from "@/lib/mail/notice-letters";
import { type NoticeMessage, noticeMessage } from "@/lib/mail/notice-message";
import { slackMessage } from "@/lib/mail/slack-message";
import { openTarget, signedHeaders } from "./channel-secret";
import { isAddressMuted } from "./judge-notices";
import { mailToken } from "./mail-token";

/** What came of a try. `dropped`: it is not wanted any more. */
export interface Sent {
  readonly outcome: "arrived" | "failed" | "dropped";
  /** The answer's status, where there was one. */
  readonly code: number | null;
  readonly problem: string | null;
}

interface Taken {
  readonly delivery: StoredDelivery;
  readonly channel: StoredChannel;
}

/** Sends a message the channel's way; what goes wrong is an outcome. Not for within a transaction. */
export async function sendOn(organizationId: string, taken: Taken, now: Date): Promise<Sent> {
  try {
    return taken.channel.kind === "email"
      ? await byMail(organizationId, taken, now)
      : await byPost(organizationId, taken, now);
  } catch (thrown) {
    return { outcome: "failed", code: null, problem: asAppError(thrown).message };
  }
}

async function byPost(organizationId: string, { delivery, channel }: Taken, now: Date): Promise<Sent> {
  const message = noticeMessage.parse(delivery.message);
  const target = await openTarget(organizationId, channel.id);
  const body = JSON.stringify(channel.kind === "slack" ? slackMessage(message) : message);
  const id = publicId("dlv", delivery.id);
  const headers = channel.kind === "slack" ? {} : signedHeaders(target, { id, body, now });
  const code = await sendWebhook(target.url, { headers, body });
  if (code >= 200 && code < 300) return { outcome: "arrived", code, problem: null };
  return { outcome: "failed", code, problem: `It answered with the status ${code}.` };
}

async function byMail(organizationId: string, { delivery, channel }: Taken, now: Date): Promise<Sent> {
  const message = noticeMessage.parse(delivery.message);
  const { recipient } = delivery;
  const reader = (await membersOf(organizationId)).find(({ email }) => email === recipient);
  const concerns = concernsIn(message);
  const mutes = await withOrg(organizationId, (db) => listMutes(db, now));
  const isReader = channel.roles.length === 0 || (reader && channel.roles.includes(reader.role));
  if (!isReader) return dropped("Nobody with this address has one of the channel's roles any more.");
  if (isAddressMuted({ channelId: channel.id, recipient, concerns }, { mutes, now }))
    return dropped("The address has muted it.");
  const mayDecide = reader !== undefined && (message.data.deciders ?? []).includes(reader.role);
  const token = mailToken({
    ...{ use: "mute", organizationId, channelId: channel.id, address: recipient, expiresAt: null },
    registryId: concerns.length === 1 ? (concerns[0] ?? null) : null,
  });
  const muteUrl = new URL(`/mute/${token}`, env().APP_URL).href;
  const letter = noticeLetter(message, { muteUrl, mayDecide: mayDecide && message.type === "registry.held" });
  await sendMail({ to: recipient, ...letter, headers: unsubscribeHeaders(token) });
  return { outcome: "arrived", code: null, problem: null };
}

const dropped = (problem: string): Sent => ({ outcome: "dropped", code: null, problem });

/** RFC 8058: a mail program's own button, which posts. */
const unsubscribeHeaders = (token: string) => ({
  "List-Unsubscribe": `<${new URL(`/api/mute/${token}`, env().APP_URL).href}>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
});

/** The registries that a message is about. */
function concernsIn({ data: { registry, registries } }: NoticeMessage): string[] {
  const all = registry ? [registry] : (registries ?? []);
  return all.flatMap(({ id }) => uuidOf("reg", id) ?? []);
}
