"use client";

import { inputClass } from "@/components/ui/input";
import { MATCH_CHOICES } from "@/lib/format/choices";
import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { UpdateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { SaveBar } from "../../_components/save-bar";
import { useDraft } from "../../_components/use-draft";
import { Choose } from "./choose";
import { PerField } from "./per-field";
import { Section } from "./section";
import { Setting } from "./setting";
import { SideSelect } from "./side-select";

type Match = NonNullable<UpdateRegistryInput["match"]>;

/** How records that nobody knows yet find their rows, and whose value stands where they differ. */
export function FirstSyncSettings({ registry }: { readonly registry: RegistryView }) {
  const draft = useDraft({
    match: registry.match as Match,
    normalise: registry.normalise,
    winner: registry.winners.default,
    winners: registry.winners.fields,
    own: Object.fromEntries(registry.sides.map((side) => [side.id, side.match as Match | null])),
  });
  const { match, normalise, winner, winners, own } = draft.value;
  const { sides, fields, rows } = registry;
  const changedSides = sides
    .filter((side) => own[side.id] !== side.match)
    .map((side) => ({ id: side.id, match: own[side.id] ?? null }));
  const change: UpdateRegistryInput = {
    match,
    ...(normalise !== registry.normalise && { normalise }),
    winners: { default: winner, fields: winners },
    ...(changedSides.length > 0 && { sides: changedSides }),
  };
  return (
    <Section
      title="First sync and new records"
      meaning="How records that are not known yet find their rows. A first sync never deletes."
      footer={
        <SaveBar
          registryId={registry.id}
          of="first sync settings"
          change={change}
          isChanged={draft.isChanged}
          onReset={draft.reset}
        />
      }
    >
      <Choose
        label="Matching"
        choices={MATCH_CHOICES}
        value={match}
        onChoose={(chosen: Match) => draft.set({ match: chosen })}
      />
      {sides.map((side) => (
        <SideMatch
          key={side.id}
          title={`${kindWord(side.kind)}: ${sideName(side)}`}
          value={own[side.id] ?? null}
          onPick={(chosen) => draft.set({ own: { ...own, [side.id]: chosen } })}
        />
      ))}
      <Setting
        label="Compare keys loosely"
        hint={
          rows > 0
            ? "Settled by the first sync."
            : "Without regard to case, outer spaces and Unicode form: “acme ” matches “ACME”."
        }
      >
        {(ids) => (
          <input
            {...ids}
            type="checkbox"
            checked={normalise}
            disabled={rows > 0}
            onChange={(event) => draft.set({ normalise: event.target.checked })}
            className="mt-2 size-4 accent-[var(--accent)]"
          />
        )}
      </Setting>
      <Setting
        label="Where matched rows differ"
        hint="Whose value stands where nothing was agreed before. Every other value is kept as a conflict's loser."
      >
        {(ids) => (
          <SideSelect
            {...ids}
            sides={sides}
            value={winner}
            none="The conflict strategy decides"
            onPick={(side) => draft.set({ winner: side })}
          />
        )}
      </Setting>
      <PerField
        label="Other fields' winners"
        otherwise="All other fields follow the setting above."
        fields={fields.map(({ name }) => name)}
        chosen={Object.keys(winners)}
        onAdd={(field) => draft.set({ winners: { ...winners, [field]: sides[0]?.id ?? "" } })}
        onRemove={(field) =>
          draft.set({
            winners: Object.fromEntries(Object.entries(winners).filter(([name]) => name !== field)),
          })
        }
      >
        {(field) => (
          <SideSelect
            aria-label={`Side whose ${field} stands`}
            sides={sides}
            value={winners[field] ?? null}
            onPick={(side) => side && draft.set({ winners: { ...winners, [field]: side } })}
            className="max-w-64"
          />
        )}
      </PerField>
    </Section>
  );
}

interface SideMatchProps {
  readonly title: string;
  readonly value: Match | null;
  readonly onPick: (match: Match | null) => void;
}

function SideMatch({ title, value, onPick }: SideMatchProps) {
  return (
    <Setting label={`Matching on ${title}`}>
      {(ids) => (
        <select
          {...ids}
          value={value ?? ""}
          onChange={(event) => onPick((event.target.value || null) as Match | null)}
          className={inputClass("w-full max-w-80")}
        >
          <option value="">As above</option>
          {MATCH_CHOICES.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.word}
            </option>
          ))}
        </select>
      )}
    </Setting>
  );
}
