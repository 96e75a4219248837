import { reconnectConnectionOperation } from "@/lib/http/operations/connection-access";
import { serve } from "@/lib/http/serve";
import { reconnectConnection } from "@/lib/services/connections/reconnect-connection";

export const POST = serve(reconnectConnectionOperation, async ({ caller, params, body }) => {
  const done = await reconnectConnection(caller, params.id, body);
  return done.outcome === "reconnected" ? { ...done, accounts: null } : { ...done, started: 0 };
});
