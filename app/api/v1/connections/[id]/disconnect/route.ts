import { disconnectConnectionOperation } from "@/lib/http/operations/connection-access";
import { serve } from "@/lib/http/serve";
import { disconnectConnection } from "@/lib/services/connections/disconnect-connection";

export const POST = serve(disconnectConnectionOperation, ({ caller, params }) =>
  disconnectConnection(caller, params.id),
);
