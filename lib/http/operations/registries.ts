import { z } from "zod";
import {
  accessPresetInput,
  createRegistryInput,
  updateRegistryInput,
} from "@/lib/services/registries/registry-input";
import { pageOf } from "../cursor";
import { operation } from "../operation";
import { address } from "./connections";
import { cellValue } from "./rows";
import { runViews } from "./runs";

const side = z.object({
  id: z.string(),
  connectionId: z.string(),
  kind: z.string(),
  title: z.string(),
  location: address,
  mappings: z.array(
    z.object({
      field: z.string(),
      sideField: z.string(),
      direction: z.string().describe("both, in, out or off"),
    }),
  ),
  match: z
    .string()
    .nullable()
    .describe("How its records find their rows, where it differs from the registry"),
  rowIds: z.boolean().describe("Its rows have ids in a hidden column that we keep"),
});

const condition = z.object({ field: z.string(), is: z.string(), value: cellValue.optional() });

const registry = z.object({
  id: z.string(),
  name: z.string(),
  key: z.array(z.string()).describe("Names of the fields that identify a row"),
  fields: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: z.string(),
      target: z.string().nullable().describe("For relations: the registry they point into"),
    }),
  ),
  sides: z.array(side),
  mode: z.string(),
  schedule: z.string(),
  conflict: z.string(),
  authority: z.string().nullable().describe("The side that wins under the strategy authority"),
  strategies: z
    .record(z.string(), z.object({ strategy: z.string(), authority: z.string().nullable() }))
    .describe("By field, where it differs from the registry"),
  match: z.string(),
  normalise: z.boolean().describe("Keys are matched without regard to case, outer spaces and Unicode form"),
  winners: z
    .object({ default: z.string().nullable(), fields: z.record(z.string(), z.string()) })
    .describe("Whose value stands where matched rows differ and nothing was agreed before"),
  filter: z
    .union([z.object({ all: z.array(condition) }), z.object({ any: z.array(condition) })])
    .nullable()
    .describe("Which rows belong to the registry; null = all"),
  leaving: z.string(),
  access: z
    .record(z.string(), z.object({ roles: z.array(z.string()).optional(), approval: z.boolean().optional() }))
    .describe("By field: whose decisions may write it, and whether its changes need an approval"),
  deletes: z.string(),
  brakes: z
    .object({
      deletedShare: z.number().optional(),
      deletedFloor: z.int().optional(),
      changedShare: z.number().optional(),
      changedFloor: z.int().optional(),
      invalidShare: z.number().optional(),
      invalidFloor: z.int().optional(),
      schemaChange: z.string().optional(),
      orphans: z.string().optional(),
      renames: z.string().optional(),
      movedCells: z.string().optional(),
    })
    .describe("Where it differs from the defaults"),
  approvalDays: z.int().describe("Days after which a held plan ends by itself"),
  mappingVersion: z
    .string()
    .describe(
      "Of fields and mappings: sent with a change of them, it is refused where they changed meanwhile",
    ),
  newColumns: z
    .array(z.object({ side: z.string(), id: z.string(), name: z.string(), native: z.string() }))
    .describe("Columns that runs have found on the sides and that nobody has seen yet"),
  state: z.enum([
    "draft",
    "first-sync",
    "up-to-date",
    "syncing",
    "up-to-date-with-issues",
    "held",
    "paused",
    "stopped",
    "reconnect-needed",
    "over-limit",
  ]),
  stateReason: z.string().nullable(),
  rows: z.int(),
  lastRunId: z.string().nullable(),
  lastRunAt: z.iso.datetime().nullable(),
  nextRunAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});

export const registryViews = { Side: side, Registry: registry };

export const listRegistriesOperation = operation({
  id: "listRegistries",
  method: "GET",
  path: "/registries",
  summary: "The organization's registries by name",
  permission: "registry:read",
  answer: pageOf(registry),
  status: 200,
});

export const createRegistryOperation = operation({
  id: "createRegistry",
  method: "POST",
  path: "/registries",
  summary: "Makes a registry over two sides or more; what is left out is proposed from the sides",
  permission: "registry:write",
  body: createRegistryInput,
  answer: registry,
  status: 201,
  location: ({ id }) => `/registries/${id}`,
  example: {
    name: "Cities",
    key: ["Code"],
    sides: [
      {
        connectionId: "con_01jd0000000000000000000000",
        location: { dataSourceId: "7a1f3c52-0000-4000-8000-000000000000" },
      },
      {
        connectionId: "con_01jd0000000000000000000001",
        location: { schema: "public", table: "cities" },
        mappings: [{ field: "Code", sideField: "code", direction: "both" }],
      },
    ],
    schedule: "minutes:15",
  },
});

export const getRegistryOperation = operation({
  id: "getRegistry",
  method: "GET",
  path: "/registries/{id}",
  summary: "One registry with its sides and its state",
  permission: "registry:read",
  answer: registry,
  status: 200,
});

export const updateRegistryOperation = operation({
  id: "updateRegistry",
  method: "PATCH",
  path: "/registries/{id}",
  summary: "Changes settings; what is left out stays",
  permission: "registry:write",
  body: updateRegistryInput,
  answer: registry,
  status: 200,
  example: { schedule: "hourly", deletes: "never" },
});

export const previewRegistryOperation = operation({
  id: "previewRegistry",
  method: "POST",
  path: "/registries/{id}/preview",
  summary: "A dry run of what a change of fields, mappings or filter would write; nothing is saved",
  permission: "registry:write",
  body: updateRegistryInput,
  answer: runViews.Run,
  status: 202,
  location: ({ id }) => `/runs/${id}`,
  example: {
    sides: [{ id: "sid_01jd0000000000000000000000", mappings: [{ field: "Code", sideField: "code" }] }],
  },
});

export const applyAccessPresetOperation = operation({
  id: "applyAccessPreset",
  method: "POST",
  path: "/registries/{id}/access-presets",
  summary: "Sets who may edit some fields by a named pattern; the next run is held with the effect",
  permission: "registry:write",
  body: accessPresetInput,
  answer: registry,
  status: 200,
  example: { preset: "may-not-edit", side: "sid_01jd0000000000000000000000", fields: ["Status"] },
});

export const deleteRegistryOperation = operation({
  id: "deleteRegistry",
  method: "DELETE",
  path: "/registries/{id}",
  summary: "Forgets the registry; the connected systems keep their rows",
  permission: "registry:write",
  status: 204,
});

export const pauseRegistryOperation = operation({
  id: "pauseRegistry",
  method: "POST",
  path: "/registries/{id}/pause",
  summary: "Stops syncing until resumed; changes made meanwhile are kept",
  permission: "registry:write",
  answer: registry,
  status: 200,
});

export const resumeRegistryOperation = operation({
  id: "resumeRegistry",
  method: "POST",
  path: "/registries/{id}/resume",
  summary: "Syncs again, the changes made meanwhile first",
  permission: "registry:write",
  answer: registry,
  status: 200,
});
