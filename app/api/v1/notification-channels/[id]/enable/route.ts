import { enableChannelOperation } from "@/lib/http/operations/notification-channels";
import { serve } from "@/lib/http/serve";
import { enableChannel } from "@/lib/services/notifications/change-channel";

export const POST = serve(enableChannelOperation, ({ caller, params }) =>
  enableChannel(caller, { id: params.id }),
);
