import { rotateWebhookSecretOperation } from "@/lib/http/operations/webhooks";
import { serve } from "@/lib/http/serve";
import { rotateSecret } from "@/lib/services/notifications/change-channel";

export const POST = serve(rotateWebhookSecretOperation, ({ caller, params }) =>
  rotateSecret(caller, params.id),
);
