import { z } from "zod";
import type { Filter } from "@/lib/engine/filter";
import type { RegistryDefinition } from "./registries";
import type { RunRequest } from "./runs";
import { storedFields, storedFilter, storedMappings, storedWinners } from "./stored-registry";

/** Settings of a registry that nobody has saved, as far as they bear on what a run would write; the rest is as it is. */
export const proposal = z.object({
  fields: storedFields.optional(),
  winners: storedWinners.optional(),
  filter: storedFilter.nullable().optional(),
  leaving: z.enum(["keep", "delete"]).optional(),
  sides: z.array(z.object({ id: z.uuid(), mappings: storedMappings })),
});

export type Proposal = z.infer<typeof proposal>;

/** The registry as a run sees it: with what is proposed in the place of what is stored, and every row to be decided on. */
export function registryOf(
  registry: RegistryDefinition,
  { request }: { readonly request: RunRequest },
): RegistryDefinition {
  if (request.kind !== "proposal") return registry;
  const { fields, winners, filter, leaving } = request;
  const mappings = new Map(request.sides.map((side) => [side.id, side.mappings]));
  return {
    ...registry,
    ...(fields && { fields: fields.map(({ target, ...field }) => (target ? { ...field, target } : field)) }),
    ...(winners && { winners }),
    ...(filter !== undefined && { filter: filter as Filter | null }),
    ...(leaving && { leaving }),
    recheck: registry.recheck + 1,
    sides: registry.sides.map((side) => ({ ...side, mappings: mappings.get(side.id) ?? side.mappings })),
  };
}
