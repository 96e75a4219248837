import { resumeRegistryOperation } from "@/lib/http/operations/registries";
import { serve } from "@/lib/http/serve";
import { resumeRegistry } from "@/lib/services/registries/browse-registries";

export const POST = serve(resumeRegistryOperation, ({ caller, params }) => resumeRegistry(caller, params.id));
