import { restoreRegistryOperation } from "@/lib/http/operations/restores";
import { serve } from "@/lib/http/serve";
import { restoreRegistry } from "@/lib/services/registries/restore-registry";

export const POST = serve(restoreRegistryOperation, ({ caller, params, body }) =>
  restoreRegistry(caller, params.id, body),
);
