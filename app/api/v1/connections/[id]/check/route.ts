import { wholePage } from "@/lib/http/cursor";
import { checkConnectionOperation } from "@/lib/http/operations/connections";
import { serve } from "@/lib/http/serve";
import { checkConnection } from "@/lib/services/connections/check-connection";

export const POST = serve(checkConnectionOperation, async ({ caller, params }) =>
  wholePage(await checkConnection(caller, params.id)),
);
