"use client";

import { Plus } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { LEAVING_CHOICES } from "@/lib/format/choices";
import type { UpdateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { SaveBar } from "../../_components/save-bar";
import { useDraft } from "../../_components/use-draft";
import { Choose } from "./choose";
import { ConditionLine } from "./condition-line";
import { type ConditionDraft, conditionOn, draftOf, faultOf, filterOf } from "./filter-draft";
import { Section } from "./section";

type Leaving = NonNullable<UpdateRegistryInput["leaving"]>;

/** Which rows belong to the registry, and what becomes of one that leaves. */
export function FilterSettings({ registry }: { readonly registry: RegistryView }) {
  const { fields } = registry;
  const draft = useDraft({ ...draftOf(registry.filter), leaving: registry.leaving as Leaving });
  const { join, conditions, leaving } = draft.value;
  const change = (at: number, condition: ConditionDraft | null) =>
    draft.set({ conditions: conditions.flatMap((own, place) => (place === at ? (condition ?? []) : own)) });
  const [first] = fields;
  return (
    <Section
      title="Filter"
      meaning={
        conditions.length === 0
          ? "Every row belongs to the registry. With conditions, only rows that meet them are synced."
          : "Only rows that meet the conditions are synced. A row that does not is left alone on every side."
      }
      footer={
        <SaveBar
          registryId={registry.id}
          of="the filter"
          change={{ filter: filterOf(draft.value, fields), leaving }}
          isChanged={draft.isChanged}
          fault={faultOf(draft.value)}
          effect="The next run looks at every row, and is held with what the filter changes."
          onReset={draft.reset}
        />
      }
    >
      <div className="space-y-2.5 py-3">
        {conditions.length > 1 && (
          <label className="flex items-center gap-2 text-ink-soft">
            Rows that meet
            <select
              value={join}
              onChange={(event) => draft.set({ join: event.target.value as typeof join })}
              className={inputClass()}
            >
              <option value="all">all</option>
              <option value="any">any</option>
            </select>
            of these
          </label>
        )}
        {conditions.length > 0 && (
          <ul aria-label="Conditions" className="space-y-2">
            {conditions.map((condition, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no identity but its place.
              <li key={at}>
                <ConditionLine
                  fields={fields}
                  condition={condition}
                  number={at + 1}
                  onChange={(changed) => change(at, changed)}
                />
              </li>
            ))}
          </ul>
        )}
        {first && (
          <button
            type="button"
            onClick={() => draft.set({ conditions: [...conditions, conditionOn(first)] })}
            className={buttonClass("plain")}
          >
            <Plus size={14} aria-hidden /> Add a condition
          </button>
        )}
      </div>
      <Choose
        label="When a row leaves"
        choices={LEAVING_CHOICES}
        value={leaving}
        onChoose={(chosen: Leaving) => draft.set({ leaving: chosen })}
      />
    </Section>
  );
}
