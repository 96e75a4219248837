import { wholePage } from "@/lib/http/cursor";
import { createConnectionOperation, listConnectionsOperation } from "@/lib/http/operations/connections";
import { serve } from "@/lib/http/serve";
import { listConnections } from "@/lib/services/connections/browse-connections";
import { createConnection } from "@/lib/services/connections/create-connection";

export const GET = serve(listConnectionsOperation, async ({ caller }) =>
  wholePage(await listConnections(caller)),
);

export const POST = serve(createConnectionOperation, ({ caller, body }) => createConnection(caller, body));
