import { resendDeliveryOperation } from "@/lib/http/operations/notification-channels";
import { serve } from "@/lib/http/serve";
import { resendDelivery } from "@/lib/services/notifications/try-channel";

export const POST = serve(resendDeliveryOperation, ({ caller, params }) =>
  resendDelivery(caller, { id: params.id }, params.delivery),
);
