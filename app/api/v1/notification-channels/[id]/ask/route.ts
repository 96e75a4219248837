import { askAddressOperation } from "@/lib/http/operations/notification-channels";
import { serve } from "@/lib/http/serve";
import { askAddressAgain } from "@/lib/services/notifications/confirm-address";

export const POST = serve(askAddressOperation, ({ caller, params }) => askAddressAgain(caller, params.id));
