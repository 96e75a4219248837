import { z } from "zod";
import { renameOrganizationInput } from "@/lib/services/organizations/rename-organization";
import { operation } from "../operation";

export const renameOrganizationOperation = operation({
  id: "renameOrganization",
  method: "PATCH",
  path: "/organization",
  summary:
    "Gives the organization another name; its id stays. It is deleted in the browser only, by an owner",
  permission: "organization:write",
  body: renameOrganizationInput,
  answer: z.object({ id: z.string(), name: z.string() }),
  status: 200,
  example: { name: "Harbour Works" },
});
