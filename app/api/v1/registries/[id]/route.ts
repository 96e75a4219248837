import {
  deleteRegistryOperation,
  getRegistryOperation,
  updateRegistryOperation,
} from "@/lib/http/operations/registries";
import { serve } from "@/lib/http/serve";
import { deleteRegistry, getRegistry } from "@/lib/services/registries/browse-registries";
import { updateRegistry } from "@/lib/services/registries/update-registry";

export const GET = serve(getRegistryOperation, ({ caller, params }) => getRegistry(caller, params.id));

export const PATCH = serve(updateRegistryOperation, ({ caller, params, body }) =>
  updateRegistry(caller, params.id, body),
);

export const DELETE = serve(deleteRegistryOperation, ({ caller, params }) =>
  deleteRegistry(caller, params.id),
);
