"use client";

import { Problem } from "@/components/ui/problem";
import { Refusal } from "@/components/ui/refusal";
import { sideName } from "@/lib/format/side";
import type { SideColumnsView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { SaveBar } from "../../_components/save-bar";
import { useDraft } from "../../_components/use-draft";
import { AddField } from "./add-field";
import { changeOf, mappingDraftOf } from "./mapping-draft";
import { MappingPreview } from "./mapping-preview";
import { MappingTable } from "./mapping-table";
import { warningsOf } from "./mapping-warnings";
import { NewColumns } from "./new-columns";
import { useColumns } from "./use-columns";

interface Props {
  readonly registry: RegistryView;
}

const NOT_YET: readonly SideColumnsView[] = [];

/** The registry's fields and their counterparts on every side, to be changed; the effect is seen before it is saved. */
export function MappingEditor({ registry }: Props) {
  const asked = useColumns(registry);
  const looks = asked?.view?.sides ?? NOT_YET;
  const draft = useDraft(mappingDraftOf(registry));
  const warnings = warningsOf(draft.value, registry, looks);
  const fault = warnings.find(({ isFault }) => isFault);
  const faulty = fault && draft.value.fields.find(({ ref }) => ref === fault.field);
  const change = changeOf(draft.value, registry);
  const parts = { registry, looks, draft: draft.value, onChange: draft.set };
  return (
    <div className="space-y-4">
      {asked?.refusal && <Refusal refusal={asked.refusal} />}
      <SilentSides registry={registry} looks={looks} />
      <NewColumns {...parts} />
      <div className="card">
        <MappingTable {...parts} warnings={warnings} />
        <div className="border-t">
          {asked ? (
            <AddField {...parts} />
          ) : (
            <p role="status" className="px-4 py-3 text-xs text-ink-soft">
              Asking the sides for their columns…
            </p>
          )}
        </div>
        {draft.isChanged && registry.lastRunAt !== null && (
          <MappingPreview registry={registry} change={change} isDisabled={fault !== undefined} />
        )}
        <SaveBar
          registryId={registry.id}
          of="the mapping"
          change={change}
          isChanged={draft.isChanged}
          fault={fault ? `${faulty?.name || "A field"}: ${fault.text}` : null}
          effect="The next run looks at every row and is held, with what it would write."
          onReset={draft.reset}
        />
      </div>
    </div>
  );
}

function SilentSides({ registry, looks }: Props & { readonly looks: readonly SideColumnsView[] }) {
  return looks
    .filter(({ problem }) => problem !== null)
    .map(({ side, problem }) => {
      const known = registry.sides.find(({ id }) => id === side);
      const title = `The columns of ${known ? sideName(known) : "a side"} cannot be told now. ${problem?.message}`;
      return <Problem key={side} tone="warn" title={title} remedy={problem?.remedy ?? null} />;
    });
}
