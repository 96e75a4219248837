import { wholePage } from "@/lib/http/cursor";
import { testChannelOperation } from "@/lib/http/operations/notification-channels";
import { serve } from "@/lib/http/serve";
import { testChannel } from "@/lib/services/notifications/try-channel";

export const POST = serve(testChannelOperation, async ({ caller, params }) =>
  wholePage(await testChannel(caller, { id: params.id })),
);
