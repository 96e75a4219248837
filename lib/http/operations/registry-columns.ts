import { z } from "zod";
import { addRegistryColumnsInput } from "@/lib/services/registries/add-registry-columns";
import { fieldTypeInput } from "@/lib/services/registries/registry-input";
import { operation } from "../operation";

const column = z.object({
  id: z.string(),
  name: z.string(),
  native: z.string().describe("The system's own type"),
  carries: z.array(fieldTypeInput).describe("Types of fields that it can carry, the nearest first"),
  readOnlyBecause: z.string().nullable().describe("Why it cannot be written; null = it can"),
});

const registryColumns = z.object({
  sides: z.array(
    z.object({
      side: z.string(),
      columns: z.array(column),
      problem: z
        .object({ message: z.string(), remedy: z.string().nullable() })
        .nullable()
        .describe("Why the side's columns cannot be told now"),
    }),
  ),
});

export const columnViews = { RegistryColumns: registryColumns };

export const addRegistryColumnsOperation = operation({
  id: "addRegistryColumns",
  method: "POST",
  path: "/registries/{id}/columns",
  summary: "Makes columns on a side's place, those that it lacks by name, mapped to nothing yet",
  permission: "registry:write",
  body: addRegistryColumnsInput,
  answer: registryColumns,
  status: 200,
  example: { side: "sid_01k8qyv5m8e3v9r9v0f4g7c2aa", fields: [{ name: "Website", type: "text" }] },
});

export const listRegistryColumnsOperation = operation({
  id: "listRegistryColumns",
  method: "GET",
  path: "/registries/{id}/columns",
  summary: "The columns of every side as they are now: asks the connected systems",
  permission: "registry:read",
  answer: registryColumns,
  status: 200,
});
