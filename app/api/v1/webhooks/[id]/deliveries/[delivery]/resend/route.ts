import { resendWebhookDeliveryOperation } from "@/lib/http/operations/webhooks";
import { serve } from "@/lib/http/serve";
import { resendDelivery } from "@/lib/services/notifications/try-channel";

export const POST = serve(resendWebhookDeliveryOperation, ({ caller, params }) =>
  resendDelivery(caller, { id: params.id, kind: "webhook" }, params.delivery),
);
