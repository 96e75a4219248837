import {
  addRegistryColumnsOperation,
  listRegistryColumnsOperation,
} from "@/lib/http/operations/registry-columns";
import { serve } from "@/lib/http/serve";
import { addRegistryColumns } from "@/lib/services/registries/add-registry-columns";
import { lookAtRegistry } from "@/lib/services/registries/look-at-registry";

export const GET = serve(listRegistryColumnsOperation, ({ caller, params }) =>
  lookAtRegistry(caller, params.id),
);

export const POST = serve(addRegistryColumnsOperation, ({ caller, params, body }) =>
  addRegistryColumns(caller, params.id, body),
);
