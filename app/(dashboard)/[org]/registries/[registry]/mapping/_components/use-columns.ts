import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, useTransition } from "react";
import type { Asked, Refusal } from "@/components/action";
import { askView } from "@/components/live/ask-view";
import { useOrganization } from "@/components/live/organization";
import type { AddRegistryColumnsInput } from "@/lib/services/registries/add-registry-columns";
import type { ColumnView, RegistryColumnsView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { makeColumn } from "../actions";

const pathOf = ({ id }: RegistryView): string => `/registries/${id}/columns`;
const keyOf = (org: string, registry: RegistryView) => [org, pathOf(registry), registry.mappingVersion];

/** Asking costs calls to the systems: not each time that somebody comes back to the window. */
const FRESH_MS = 60_000;

/**
 * The sides' columns as they are now; undefined until all have answered, which takes seconds. A mapping that was saved
 * has them asked again, and the last answer stands meanwhile.
 */
export function useColumns(registry: RegistryView): Asked<RegistryColumnsView> | undefined {
  const org = useOrganization();
  const { data } = useQuery({
    queryKey: keyOf(org, registry),
    queryFn: ({ signal }) => askView<RegistryColumnsView>(org, pathOf(registry), signal),
    staleTime: FRESH_MS,
    meta: { asksSystems: true },
    placeholderData: (before) => before,
  });
  return data;
}

/** Makes a column on a side; what is known of the side's columns is then as its system tells it. */
export function useMakeColumn(registry: RegistryView) {
  const org = useOrganization();
  const queries = useQueryClient();
  const [isMaking, start] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const make = (side: string, { name, type }: Wish, onMade: (column: ColumnView) => void) =>
    start(async () => {
      const fields = [{ name, type, options: [], native: null, relatesTo: null }];
      const answered = await makeColumn(org, registry.id, { side, fields });
      const [made] = answered.view?.sides ?? [];
      setRefusal(answered.refusal);
      if (!made) return;
      queries.setQueryData<Asked<RegistryColumnsView>>(keyOf(org, registry), (before) =>
        before?.view
          ? { ...before, view: { sides: before.view.sides.map((one) => (one.side === side ? made : one)) } }
          : before,
      );
      const column = made.columns.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (column) onMade(column);
    });
  return { isMaking, make, refusal };
}

type Wish = Pick<AddRegistryColumnsInput["fields"][number], "name" | "type">;
