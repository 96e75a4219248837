import type { Filter } from "@/lib/engine/filter";
import type { RegistryDefinition } from "./registries";
import type { RunRequest } from "./runs";

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
