import { pauseRegistryOperation } from "@/lib/http/operations/registries";
import { serve } from "@/lib/http/serve";
import { pauseRegistry } from "@/lib/services/registries/browse-registries";

export const POST = serve(pauseRegistryOperation, ({ caller, params }) => pauseRegistry(caller, params.id));
