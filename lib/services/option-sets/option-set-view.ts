import type { OptionSet, OptionSetUse } from "@/lib/db/option-sets";
import type { RegistryDefinition } from "@/lib/db/registries";
import { publicId } from "@/lib/ids";

export interface OptionSetView {
  readonly id: string;
  readonly name: string;
  /** As they are now, whether kept by hand or read from the source. */
  readonly options: readonly string[];
  readonly source: { readonly registryId: string; readonly registry: string; readonly field: string } | null;
  /** Fields whose schema takes its values from this set. */
  readonly usedBy: readonly {
    readonly registryId: string;
    readonly registry: string;
    readonly field: string;
  }[];
  readonly updatedAt: string;
}

export interface Surroundings {
  readonly registries: readonly RegistryDefinition[];
  readonly uses: readonly OptionSetUse[];
  /** What each set offers now, by public id. */
  readonly offered: ReadonlyMap<string, readonly string[]>;
}

export function optionSetView(set: OptionSet, around: Surroundings): OptionSetView {
  const id = publicId("ops", set.id);
  const { source } = set;
  return {
    id,
    name: set.name,
    options: around.offered.get(id) ?? set.options,
    source: source && {
      registryId: publicId("reg", source.registryId),
      registry: around.registries.find((registry) => registry.id === source.registryId)?.name ?? "",
      field: fieldName(around.registries, source.registryId, source.field),
    },
    usedBy: around.uses
      .filter((use) => use.set === id)
      .map(({ registryId, registry, field }) => ({
        registryId: publicId("reg", registryId),
        registry,
        field: fieldName(around.registries, registryId, field),
      })),
    updatedAt: set.updatedAt.toISOString(),
  };
}

function fieldName(registries: readonly RegistryDefinition[], registryId: string, fieldId: string): string {
  const registry = registries.find(({ id }) => id === registryId);
  return registry?.fields.find(({ id }) => id === fieldId)?.name ?? fieldId;
}
