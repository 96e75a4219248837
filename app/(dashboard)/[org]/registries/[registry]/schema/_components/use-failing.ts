import { useQuery } from "@tanstack/react-query";
import type { Asked } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { SchemaPreviewView } from "@/lib/services/schemas/preview-schema";
import type { SchemaView } from "@/lib/services/schemas/schema-view";
import { tryKept } from "../actions";

/**
 * The rows that fail the schema as it is kept; undefined while they are counted, which takes the longer the more there
 * are. Counted again when another schema is kept, or a run has ended.
 */
export function useFailing(registry: RegistryView, schema: SchemaView): Asked<SchemaPreviewView> | undefined {
  const org = useOrganization();
  const kept = schema.draft?.hash ?? schema.published?.version ?? null;
  const { data } = useQuery({
    queryKey: [org, "rows that fail", registry.id, kept, registry.lastRunId],
    queryFn: () => tryKept(org, registry.id),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}
