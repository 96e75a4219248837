import { renameOrganizationOperation } from "@/lib/http/operations/organization";
import { serve } from "@/lib/http/serve";
import { renameOrganization } from "@/lib/services/organizations/rename-organization";

export const PATCH = serve(renameOrganizationOperation, ({ caller, body }) =>
  renameOrganization(caller, body),
);
