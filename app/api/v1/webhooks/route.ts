import { wholePage } from "@/lib/http/cursor";
import { createWebhookOperation, listWebhooksOperation } from "@/lib/http/operations/webhooks";
import { serve } from "@/lib/http/serve";
import { listWebhooks } from "@/lib/services/notifications/browse-channels";
import { createWebhook } from "@/lib/services/notifications/create-channel";

export const GET = serve(listWebhooksOperation, async ({ caller }) => wholePage(await listWebhooks(caller)));

export const POST = serve(createWebhookOperation, ({ caller, body }) => createWebhook(caller, body));
