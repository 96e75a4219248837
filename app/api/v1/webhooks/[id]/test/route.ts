import { testWebhookOperation } from "@/lib/http/operations/webhooks";
import { serve } from "@/lib/http/serve";
import { testWebhook } from "@/lib/services/notifications/try-channel";

export const POST = serve(testWebhookOperation, ({ caller, params }) => testWebhook(caller, params.id));
