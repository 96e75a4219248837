"use client";

import { inputClass } from "@/components/ui/input";
import { minutesBetween } from "@/lib/engine/cadence";
import { MODE_CHOICES, scheduleChoices } from "@/lib/format/choices";
import { formatCount } from "@/lib/format/count";
import type { MeView } from "@/lib/services/me/describe-me";
import type { UpdateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { SaveBar } from "../../_components/save-bar";
import { useDraft } from "../../_components/use-draft";
import { Choose } from "./choose";
import { Section } from "./section";
import { Setting } from "./setting";

type Mode = NonNullable<UpdateRegistryInput["mode"]>;

interface Props {
  readonly registry: RegistryView;
  readonly limits: MeView["limits"];
}

/** What the registry is called, which way values go, and how often. */
export function GeneralSettings({ registry, limits }: Props) {
  const draft = useDraft({
    name: registry.name,
    mode: registry.mode as Mode,
    schedule: registry.schedule,
  });
  const { name, mode, schedule } = draft.value;
  const isTooFast = (value: string): boolean => {
    const minutes = minutesBetween(value);
    return minutes !== null && minutes < limits.leastMinutes && value !== registry.schedule;
  };
  const turns = mode !== registry.mode;
  return (
    <Section
      title="General"
      meaning="What it is called, which way values go, and how often."
      footer={
        <SaveBar
          registryId={registry.id}
          of="general settings"
          change={{ name, schedule, ...(turns && { mode }) }}
          isChanged={draft.isChanged}
          fault={name.trim() === "" ? "Give it a name." : null}
          {...(turns && { effect: "The next run is held, with what the new directions would change." })}
          onReset={draft.reset}
        />
      }
    >
      <Setting label="Name">
        {(ids) => (
          <input
            {...ids}
            value={name}
            maxLength={100}
            onChange={(event) => draft.set({ name: event.target.value })}
            className={inputClass("w-full max-w-80")}
          />
        )}
      </Setting>
      <Choose
        label="Mode"
        choices={MODE_CHOICES}
        value={mode}
        onChoose={(chosen: Mode) => draft.set({ mode: chosen })}
      />
      <Setting
        label="Schedule"
        hint={
          limits.runsADay === null
            ? "A run on demand is possible at any time."
            : `A run on demand is possible ${formatCount(limits.runsADay)} times a day.`
        }
      >
        {(ids) => (
          <select
            {...ids}
            value={schedule}
            onChange={(event) => draft.set({ schedule: event.target.value })}
            className={inputClass("w-full max-w-80")}
          >
            {scheduleChoices(registry.schedule).map(({ value, word }) => (
              <option key={value} value={value} disabled={isTooFast(value)}>
                {word}
                {isTooFast(value) && ` (faster than the ${limits.word} plan)`}
              </option>
            ))}
          </select>
        )}
      </Setting>
    </Section>
  );
}
