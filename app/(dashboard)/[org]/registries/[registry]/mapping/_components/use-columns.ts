import { useQuery } from "@tanstack/react-query";
import type { Asked } from "@/components/action";
import { askView } from "@/components/live/ask-view";
import { useOrganization } from "@/components/live/organization";
import type { RegistryColumnsView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView } from "@/lib/services/registries/registry-view";

/** Asking costs calls to the systems: not each time that somebody comes back to the window. */
const FRESH_MS = 60_000;

/**
 * The sides' columns as they are now; undefined until all have answered, which takes seconds. A mapping that was saved
 * has them asked again, and the last answer stands meanwhile.
 */
export function useColumns({ id, mappingVersion }: RegistryView): Asked<RegistryColumnsView> | undefined {
  const org = useOrganization();
  const path = `/registries/${id}/columns`;
  const { data } = useQuery({
    queryKey: [org, path, mappingVersion],
    queryFn: ({ signal }) => askView<RegistryColumnsView>(org, path, signal),
    staleTime: FRESH_MS,
    placeholderData: (before) => before,
  });
  return data;
}
