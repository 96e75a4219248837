import { recheckRegistryOperation } from "@/lib/http/operations/issues";
import { serve } from "@/lib/http/serve";
import { recheckRegistry } from "@/lib/services/issues/look-again";

export const POST = serve(recheckRegistryOperation, ({ caller, params }) =>
  recheckRegistry(caller, params.id),
);
