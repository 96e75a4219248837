import { wholePage } from "@/lib/http/cursor";
import { createRegistryOperation, listRegistriesOperation } from "@/lib/http/operations/registries";
import { serve } from "@/lib/http/serve";
import { listRegistries } from "@/lib/services/registries/browse-registries";
import { createRegistry } from "@/lib/services/registries/create-registry";

export const GET = serve(listRegistriesOperation, async ({ caller }) =>
  wholePage(await listRegistries(caller)),
);

export const POST = serve(createRegistryOperation, ({ caller, body }) => createRegistry(caller, body));
