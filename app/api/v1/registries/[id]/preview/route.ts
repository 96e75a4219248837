import { previewRegistryOperation } from "@/lib/http/operations/registries";
import { serve } from "@/lib/http/serve";
import { previewRegistry } from "@/lib/services/registries/preview-registry";

export const POST = serve(previewRegistryOperation, ({ caller, params, body }) =>
  previewRegistry(caller, params.id, body),
);
