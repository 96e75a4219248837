import { renameConnectionOperation } from "@/lib/http/operations/connection-access";
import { deleteConnectionOperation, getConnectionOperation } from "@/lib/http/operations/connections";
import { serve } from "@/lib/http/serve";
import { getConnection } from "@/lib/services/connections/browse-connections";
import { deleteConnection } from "@/lib/services/connections/disconnect-connection";
import { renameConnection } from "@/lib/services/connections/rename-connection";

export const GET = serve(getConnectionOperation, ({ caller, params }) => getConnection(caller, params.id));

export const DELETE = serve(deleteConnectionOperation, ({ caller, params }) =>
  deleteConnection(caller, params.id),
);

export const PATCH = serve(renameConnectionOperation, ({ caller, params, body }) =>
  renameConnection(caller, params.id, body.name),
);
