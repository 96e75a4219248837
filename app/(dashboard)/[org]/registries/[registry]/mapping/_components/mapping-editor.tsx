"use client";

import { Problem } from "@/components/ui/problem";
import { sideName } from "@/lib/format/side";
import type { SideColumnsView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { SaveBar } from "../../_components/save-bar";
import { useDraft } from "../../_components/use-draft";
import { changedSides, mappingDraftOf, warningsOf } from "./mapping-draft";
import { MappingTable } from "./mapping-table";

interface Props {
  readonly registry: RegistryView;
  readonly looks: readonly SideColumnsView[];
}

/** Each field and its counterpart on every side, to be changed; a change is held with its effect before it writes. */
export function MappingEditor({ registry, looks }: Props) {
  const draft = useDraft({ cells: mappingDraftOf(registry) });
  const { cells } = draft.value;
  const warnings = warningsOf(cells, registry, looks);
  const fault = warnings.find(({ isFault }) => isFault);
  const silent = looks.filter(({ problem }) => problem !== null);
  return (
    <div className="space-y-4">
      {silent.map(({ side, problem }) => {
        const known = registry.sides.find(({ id }) => id === side);
        const title = `The columns of ${known ? sideName(known) : "a side"} cannot be told now. ${problem?.message}`;
        return <Problem key={side} tone="warn" title={title} remedy={problem?.remedy ?? null} />;
      })}
      <div className="card">
        <MappingTable
          registry={registry}
          looks={looks}
          draft={cells}
          warnings={warnings}
          onChange={(changed) => draft.set({ cells: changed })}
        />
        <SaveBar
          registryId={registry.id}
          of="the mapping"
          change={{ sides: changedSides(cells, registry) }}
          isChanged={draft.isChanged}
          fault={fault ? `${fault.field}: ${fault.text}` : null}
          effect="The next run looks at every row and is held, with what it would write."
          onReset={draft.reset}
        />
      </div>
    </div>
  );
}
