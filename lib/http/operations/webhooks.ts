import { z } from "zod";
import { channelChangeInput, createWebhookInput } from "@/lib/services/notifications/channel-input";
import { pageOf } from "../cursor";
import { operation } from "../operation";

const webhook = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string().describe("Where messages are posted to, without its query"),
  level: z.enum(["warning", "critical"]).describe("The least level that is told"),
  registries: z.array(z.string()).describe("Registries that are told of; empty: all"),
  issuesOver: z.int(),
  digest: z.boolean(),
  timeZone: z.string(),
  mutedUntil: z.iso.datetime().nullable(),
  failingSince: z.iso.datetime().nullable().describe("Since when nothing arrives; null: the last one did"),
  disabledAt: z.iso
    .datetime()
    .nullable()
    .describe("Turned off after three days in which nothing arrived, or an answer of 410"),
  disabledReason: z.string().nullable(),
  createdAt: z.iso.datetime(),
});

const secret = z
  .string()
  .nullable()
  .describe(
    "What messages are signed with, as Standard Webhooks has it (whsec_...), once: null when a repeated Idempotency-Key is answered again",
  );

const createdWebhook = webhook.extend({ secret });
const rotatedSecret = z.object({ secret });

const delivery = z.object({
  id: z.string().describe("The message's webhook-id, the same at every try"),
  type: z.string().describe("What it tells, such as registry.held or registry.held.ended"),
  subject: z.string(),
  recipient: z.string().nullable(),
  status: z
    .enum(["waiting", "sent", "failed", "dropped"])
    .describe("failed: given up after a day; dropped: not wanted any more"),
  attempts: z.int(),
  code: z.int().nullable().describe("The last answer's status; null: there was none"),
  problem: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastAt: z.iso.datetime().nullable(),
  nextAt: z.iso.datetime().nullable().describe("When it is tried again"),
});

export const webhookViews = {
  Webhook: webhook,
  CreatedWebhook: createdWebhook,
  WebhookSecret: rotatedSecret,
  WebhookDelivery: delivery,
};

const withoutSecret = <Answer extends { readonly secret: string | null }>(answer: Answer): Answer => ({
  ...answer,
  secret: null,
});

export const listWebhooksOperation = operation({
  id: "listWebhooks",
  method: "GET",
  path: "/webhooks",
  summary: "Where the organization's programs are told of what needs somebody",
  permission: "notification:read",
  answer: pageOf(webhook),
  status: 200,
});

export const createWebhookOperation = operation({
  id: "createWebhook",
  method: "POST",
  path: "/webhooks",
  summary:
    "Posts {type, timestamp, data} to an address when something begins to need somebody and when that is over, signed by Standard Webhooks; the secret is in this answer only",
  permission: "notification:write",
  body: createWebhookInput,
  answer: createdWebhook,
  status: 201,
  location: ({ id }) => `/webhooks/${id}`,
  kept: withoutSecret<z.output<typeof createdWebhook>>,
  example: { name: "Duty desk", url: "https://example.com/hooks/chittysync" },
});

export const getWebhookOperation = operation({
  id: "getWebhook",
  method: "GET",
  path: "/webhooks/{id}",
  summary: "A webhook; never its secret",
  permission: "notification:read",
  answer: webhook,
  status: 200,
});

export const changeWebhookOperation = operation({
  id: "changeWebhook",
  method: "PATCH",
  path: "/webhooks/{id}",
  summary: "Changes what a webhook is told, or mutes it for a while; what is left out stays",
  permission: "notification:write",
  body: channelChangeInput,
  answer: webhook,
  status: 200,
  example: { level: "critical" },
});

export const deleteWebhookOperation = operation({
  id: "deleteWebhook",
  method: "DELETE",
  path: "/webhooks/{id}",
  summary: "Deletes a webhook: what is on its way to it is not sent any more",
  permission: "notification:write",
  status: 204,
});

export const rotateWebhookSecretOperation = operation({
  id: "rotateWebhookSecret",
  method: "POST",
  path: "/webhooks/{id}/rotate-secret",
  summary: "Makes a new secret; for 24 hours messages carry a signature by the one before too",
  permission: "notification:write",
  answer: rotatedSecret,
  status: 200,
  kept: withoutSecret<z.output<typeof rotatedSecret>>,
});

export const testWebhookOperation = operation({
  id: "testWebhook",
  method: "POST",
  path: "/webhooks/{id}/test",
  summary: "Sends a message of the type test now, and answers what came of it within ten seconds",
  permission: "notification:write",
  answer: delivery,
  status: 200,
});

export const listWebhookDeliveriesOperation = operation({
  id: "listWebhookDeliveries",
  method: "GET",
  path: "/webhooks/{id}/deliveries",
  summary: "The newest twenty messages to a webhook, with what came of each; they are kept for 30 days",
  permission: "notification:read",
  answer: pageOf(delivery),
  status: 200,
});

export const resendWebhookDeliveryOperation = operation({
  id: "resendWebhookDelivery",
  method: "POST",
  path: "/webhooks/{id}/deliveries/{delivery}/resend",
  summary: "Sends a message once more, now and under the same id, and answers what came of it",
  permission: "notification:write",
  answer: delivery,
  status: 200,
});

export const webhookOperations = [
  listWebhooksOperation,
  createWebhookOperation,
  getWebhookOperation,
  changeWebhookOperation,
  deleteWebhookOperation,
  rotateWebhookSecretOperation,
  testWebhookOperation,
  listWebhookDeliveriesOperation,
  resendWebhookDeliveryOperation,
] as const;
