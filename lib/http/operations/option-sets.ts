import { z } from "zod";
import { optionSetInput } from "@/lib/services/option-sets/option-set-input";
import { pageOf } from "../cursor";
import { operation } from "../operation";

const optionSet = z.object({
  id: z.string(),
  name: z.string(),
  options: z.array(z.string()).describe("As they are now, whether kept by hand or read from the source"),
  source: z
    .object({ registryId: z.string(), registry: z.string(), field: z.string() })
    .nullable()
    .describe("The field of a registry whose values are the options"),
  usedBy: z
    .array(z.object({ registryId: z.string(), registry: z.string(), field: z.string() }))
    .describe("Fields whose schema takes its values from this set"),
  updatedAt: z.iso.datetime(),
});

export const optionSetViews = { OptionSet: optionSet };

const example = { name: "Document states", options: ["Draft", "Final", "Archived"] };

export const listOptionSetsOperation = operation({
  id: "listOptionSets",
  method: "GET",
  path: "/option-sets",
  summary: "The organization's option sets by name",
  permission: "schema:read",
  answer: pageOf(optionSet),
  status: 200,
});

export const createOptionSetOperation = operation({
  id: "createOptionSet",
  method: "POST",
  path: "/option-sets",
  summary: "Makes an option set, by hand or read from a field of a registry",
  permission: "schema:write",
  body: optionSetInput,
  answer: optionSet,
  status: 201,
  location: ({ id }) => `/option-sets/${id}`,
  example,
});

export const getOptionSetOperation = operation({
  id: "getOptionSet",
  method: "GET",
  path: "/option-sets/{id}",
  summary: "One option set with the options that it offers now",
  permission: "schema:read",
  answer: optionSet,
  status: 200,
});

export const putOptionSetOperation = operation({
  id: "putOptionSet",
  method: "PUT",
  path: "/option-sets/{id}",
  summary:
    "Takes the place of the set; the rows of registries that use it are looked at anew in their next run",
  permission: "schema:write",
  body: optionSetInput,
  answer: optionSet,
  status: 200,
  example,
});

export const deleteOptionSetOperation = operation({
  id: "deleteOptionSet",
  method: "DELETE",
  path: "/option-sets/{id}",
  summary: "Deletes an option set that no schema uses",
  permission: "schema:write",
  status: 204,
});
