import { changeChannelOperation, deleteChannelOperation } from "@/lib/http/operations/notification-channels";
import { serve } from "@/lib/http/serve";
import { changeChannel, deleteChannel } from "@/lib/services/notifications/change-channel";

export const PATCH = serve(changeChannelOperation, ({ caller, params, body }) =>
  changeChannel(caller, { id: params.id }, body),
);

export const DELETE = serve(deleteChannelOperation, ({ caller, params }) =>
  deleteChannel(caller, { id: params.id }),
);
