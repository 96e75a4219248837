import { wholePage } from "@/lib/http/cursor";
import { createChannelOperation, listChannelsOperation } from "@/lib/http/operations/notification-channels";
import { serve } from "@/lib/http/serve";
import { listChannels } from "@/lib/services/notifications/browse-channels";
import { createChannel } from "@/lib/services/notifications/create-channel";

export const GET = serve(listChannelsOperation, async ({ caller }) => wholePage(await listChannels(caller)));

export const POST = serve(createChannelOperation, ({ caller, body }) => createChannel(caller, body));
