import {
  getMuteOperation,
  muteRegistryOperation,
  unmuteRegistryOperation,
} from "@/lib/http/operations/notification-channels";
import { serve } from "@/lib/http/serve";
import { lookAtRegistryMute, muteRegistry, unmuteRegistry } from "@/lib/services/notifications/mute-registry";

export const GET = serve(getMuteOperation, ({ caller, params }) => lookAtRegistryMute(caller, params.id));

export const POST = serve(muteRegistryOperation, ({ caller, params, body }) =>
  muteRegistry(caller, params.id, body),
);

export const DELETE = serve(unmuteRegistryOperation, ({ caller, params }) =>
  unmuteRegistry(caller, params.id),
);
