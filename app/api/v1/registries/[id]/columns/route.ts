import { listRegistryColumnsOperation } from "@/lib/http/operations/registry-columns";
import { serve } from "@/lib/http/serve";
import { lookAtRegistry } from "@/lib/services/registries/look-at-registry";

export const GET = serve(listRegistryColumnsOperation, ({ caller, params }) =>
  lookAtRegistry(caller, params.id),
);
