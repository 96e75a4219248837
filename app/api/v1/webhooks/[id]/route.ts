import {
  changeWebhookOperation,
  deleteWebhookOperation,
  getWebhookOperation,
} from "@/lib/http/operations/webhooks";
import { serve } from "@/lib/http/serve";
import { getWebhook } from "@/lib/services/notifications/browse-channels";
import { changeWebhook, deleteChannel } from "@/lib/services/notifications/change-channel";

export const GET = serve(getWebhookOperation, ({ caller, params }) => getWebhook(caller, params.id));

export const PATCH = serve(changeWebhookOperation, ({ caller, params, body }) =>
  changeWebhook(caller, params.id, body),
);

export const DELETE = serve(deleteWebhookOperation, ({ caller, params }) =>
  deleteChannel(caller, { id: params.id, kind: "webhook" }),
);
