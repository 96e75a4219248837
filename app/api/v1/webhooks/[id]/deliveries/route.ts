import { wholePage } from "@/lib/http/cursor";
import { listWebhookDeliveriesOperation } from "@/lib/http/operations/webhooks";
import { serve } from "@/lib/http/serve";
import { listWebhookDeliveries } from "@/lib/services/notifications/browse-channels";

export const GET = serve(listWebhookDeliveriesOperation, async ({ caller, params }) =>
  wholePage(await listWebhookDeliveries(caller, params.id)),
);
