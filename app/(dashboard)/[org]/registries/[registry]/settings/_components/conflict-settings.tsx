"use client";

import { inputClass } from "@/components/ui/input";
import { STRATEGY_CHOICES } from "@/lib/format/choices";
import type { UpdateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { SaveBar } from "../../_components/save-bar";
import { useDraft } from "../../_components/use-draft";
import { Choose } from "./choose";
import { PerField } from "./per-field";
import { Section } from "./section";
import { Setting } from "./setting";
import { SideSelect } from "./side-select";

type Strategy = NonNullable<UpdateRegistryInput["conflict"]>;
type Verdict = { readonly strategy: Strategy; readonly authority: string | null };

/** Who wins when two sides change the same cell; the losing value is kept whatever is chosen. */
export function ConflictSettings({ registry }: { readonly registry: RegistryView }) {
  const draft = useDraft({
    conflict: registry.conflict as Strategy,
    authority: registry.authority,
    strategies: registry.strategies as Readonly<Record<string, Verdict>>,
  });
  const { conflict, authority, strategies } = draft.value;
  const verdicts = [{ strategy: conflict, authority }, ...Object.values(strategies)];
  const isOpen = verdicts.some((one) => one.strategy === "authority" && one.authority === null);
  const { sides, fields } = registry;
  return (
    <Section
      title="Conflicts"
      meaning="Who wins when several sides changed the same cell. The losing value is kept and can be chosen later."
      footer={
        <SaveBar
          registryId={registry.id}
          of="conflict settings"
          change={draft.value}
          isChanged={draft.isChanged}
          fault={isOpen ? "Choose the side that wins." : null}
          onReset={draft.reset}
        />
      }
    >
      <Choose
        label="Strategy"
        choices={STRATEGY_CHOICES}
        value={conflict}
        onChoose={(chosen: Strategy) => draft.set({ conflict: chosen })}
      />
      {conflict === "authority" && (
        <Setting label="The side that wins">
          {(ids) => (
            <SideSelect
              {...ids}
              sides={sides}
              value={authority}
              onPick={(side) => draft.set({ authority: side })}
            />
          )}
        </Setting>
      )}
      <PerField
        label="Other fields' strategies"
        otherwise="All other fields follow the strategy above."
        fields={fields.map(({ name }) => name)}
        chosen={Object.keys(strategies)}
        onAdd={(field) =>
          draft.set({ strategies: { ...strategies, [field]: { strategy: "manual", authority: null } } })
        }
        onRemove={(field) => draft.set({ strategies: without(strategies, field) })}
      >
        {(field) => (
          <FieldVerdict
            field={field}
            sides={sides}
            verdict={strategies[field] ?? { strategy: conflict, authority }}
            onChange={(verdict) => draft.set({ strategies: { ...strategies, [field]: verdict } })}
          />
        )}
      </PerField>
    </Section>
  );
}

const without = <T,>(all: Readonly<Record<string, T>>, field: string): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => name !== field));

interface FieldVerdictProps {
  readonly field: string;
  readonly sides: RegistryView["sides"];
  readonly verdict: Verdict;
  readonly onChange: (verdict: Verdict) => void;
}

function FieldVerdict({ field, sides, verdict, onChange }: FieldVerdictProps) {
  return (
    <>
      <select
        aria-label={`Strategy of ${field}`}
        value={verdict.strategy}
        onChange={(event) => onChange({ ...verdict, strategy: event.target.value as Strategy })}
        className={inputClass()}
      >
        {STRATEGY_CHOICES.map(({ value, word }) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
      {verdict.strategy === "authority" && (
        <SideSelect
          aria-label={`Side that wins for ${field}`}
          sides={sides}
          value={verdict.authority}
          onPick={(authority) => onChange({ ...verdict, authority })}
          className="max-w-64"
        />
      )}
    </>
  );
}
