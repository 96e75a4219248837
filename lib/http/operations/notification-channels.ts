import { z } from "zod";
import { channelChangeInput, createChannelInput } from "@/lib/services/notifications/channel-input";
import { muteInput } from "@/lib/services/notifications/mute-registry";
import { pageOf } from "../cursor";
import { operation } from "../operation";
import { webhookViews } from "./webhooks";

const delivery = webhookViews.WebhookDelivery;

const channel = webhookViews.Webhook.omit({ url: true }).extend({
  kind: z.enum(["email", "slack", "webhook"]),
  target: z
    .string()
    .describe("Where it leads, without what is secret of it; empty: to members by their role"),
  roles: z.array(z.string()).describe("Members of these roles are written to; empty: target is"),
  isConfirmed: z.boolean().describe("False: nobody at the address has said yet that it may be written to"),
});

const watchedChannel = channel.extend({
  deliveries: z.array(delivery).describe("Its newest twenty messages"),
});

const createdChannel = channel.extend({
  secret: z
    .string()
    .nullable()
    .describe("What a webhook's messages are signed with, in this answer only; null: the kind has none"),
});

const mute = z.object({
  mutedUntil: z.iso
    .datetime()
    .nullable()
    .describe("Nobody is told of the registry until then; null: they are"),
});

export const channelViews = {
  NotificationChannel: channel,
  WatchedNotificationChannel: watchedChannel,
  CreatedNotificationChannel: createdChannel,
  RegistryMute: mute,
};

export const listChannelsOperation = operation({
  id: "listNotificationChannels",
  method: "GET",
  path: "/notification-channels",
  summary:
    "Who is told of what needs somebody: mails, Slack and webhooks, each with what was last sent on it",
  permission: "notification:read",
  answer: pageOf(watchedChannel),
  status: 200,
});

export const createChannelOperation = operation({
  id: "createNotificationChannel",
  method: "POST",
  path: "/notification-channels",
  summary: "Makes a channel; an address is asked by mail first whether it may be written to",
  permission: "notification:write",
  body: createChannelInput,
  answer: createdChannel,
  status: 201,
  kept: (answer: z.output<typeof createdChannel>) => ({ ...answer, secret: null }),
  example: { kind: "roles", name: "Owners and approvers", roles: ["owner", "approver"] },
});

export const changeChannelOperation = operation({
  id: "changeNotificationChannel",
  method: "PATCH",
  path: "/notification-channels/{id}",
  summary: "Changes what is told on a channel, or mutes it for a while; what is left out stays",
  permission: "notification:write",
  body: channelChangeInput,
  answer: channel,
  status: 200,
  example: { level: "critical" },
});

export const deleteChannelOperation = operation({
  id: "deleteNotificationChannel",
  method: "DELETE",
  path: "/notification-channels/{id}",
  summary: "Deletes a channel: what is on its way on it is not sent any more",
  permission: "notification:write",
  status: 204,
});

export const enableChannelOperation = operation({
  id: "enableNotificationChannel",
  method: "POST",
  path: "/notification-channels/{id}/enable",
  summary: "Turns a channel on again that was turned off because nothing arrived",
  permission: "notification:write",
  answer: channel,
  status: 200,
});

export const askAddressOperation = operation({
  id: "askNotificationAddress",
  method: "POST",
  path: "/notification-channels/{id}/ask",
  summary: "Asks the channel's address once more whether it may be written to",
  permission: "notification:write",
  status: 204,
});

export const testChannelOperation = operation({
  id: "testNotificationChannel",
  method: "POST",
  path: "/notification-channels/{id}/test",
  summary: "Sends a test now, and answers what came of it",
  permission: "notification:write",
  answer: pageOf(delivery),
  status: 200,
});

export const resendDeliveryOperation = operation({
  id: "resendNotification",
  method: "POST",
  path: "/notification-channels/{id}/deliveries/{delivery}/resend",
  summary: "Sends a message once more, now and under the same id, and answers what came of it",
  permission: "notification:write",
  answer: delivery,
  status: 200,
});

export const getMuteOperation = operation({
  id: "getRegistryMute",
  method: "GET",
  path: "/registries/{id}/mute",
  summary: "Until when nobody is told of a registry",
  permission: "registry:read",
  answer: mute,
  status: 200,
});

export const muteRegistryOperation = operation({
  id: "muteRegistry",
  method: "POST",
  path: "/registries/{id}/mute",
  summary: "Nobody is told of the registry for so many hours; what still stands then is told",
  permission: "registry:write",
  body: muteInput,
  answer: mute,
  status: 200,
  example: { hours: 24 },
});

export const unmuteRegistryOperation = operation({
  id: "unmuteRegistry",
  method: "DELETE",
  path: "/registries/{id}/mute",
  summary: "The registry is told of again, what stands already included",
  permission: "registry:write",
  status: 204,
});

export const channelOperations = [
  listChannelsOperation,
  createChannelOperation,
  changeChannelOperation,
  deleteChannelOperation,
  enableChannelOperation,
  askAddressOperation,
  testChannelOperation,
  resendDeliveryOperation,
  getMuteOperation,
  muteRegistryOperation,
  unmuteRegistryOperation,
] as const;
