"use client";

import { inputClass } from "@/components/ui/input";
import { deleteChoices } from "@/lib/format/choices";
import type { UpdateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { SaveBar } from "../../_components/save-bar";
import { useDraft } from "../../_components/use-draft";
import { brakeDraftOf, brakeFault, brakesOf, GATE_LINES, LIMIT_LINES } from "./brake-draft";
import { Choose } from "./choose";
import { LimitFields } from "./limit-fields";
import { Section } from "./section";
import { Setting } from "./setting";

type Deletes = NonNullable<UpdateRegistryInput["deletes"]>;

/** What deletes do, what holds a run for a person, and for how long. */
export function BrakeSettings({ registry }: { readonly registry: RegistryView }) {
  const draft = useDraft({
    deletes: registry.deletes as Deletes,
    days: String(registry.approvalDays),
    brakes: brakeDraftOf(registry.brakes),
  });
  const { deletes, days, brakes } = draft.value;
  const approvalDays = Number(days);
  const isDays = Number.isInteger(approvalDays) && approvalDays >= 1 && approvalDays <= 30;
  return (
    <Section
      title="Deletes and brakes"
      meaning="A run that goes beyond a limit is held for a person; nothing of it is written meanwhile. The larger of share and number counts."
      footer={
        <SaveBar
          registryId={registry.id}
          of="deletes and brakes"
          change={{ deletes, approvalDays, brakes: brakesOf(brakes) }}
          isChanged={draft.isChanged}
          fault={brakeFault(brakes) ?? (isDays ? null : "A plan waits between 1 and 30 days.")}
          onReset={draft.reset}
        />
      }
    >
      <Choose
        label="A deleted row"
        choices={deleteChoices(registry.deletes as Deletes)}
        value={deletes}
        onChoose={(chosen: Deletes) => draft.set({ deletes: chosen })}
      />
      {LIMIT_LINES.map((line) => (
        <LimitFields
          key={line.share}
          line={line}
          draft={brakes}
          onChange={(change) => draft.set({ brakes: { ...brakes, ...change } })}
        />
      ))}
      {GATE_LINES.map(({ word, gate }) => (
        <Setting key={gate} label={word}>
          {(ids) => (
            <select
              {...ids}
              value={brakes[gate]}
              onChange={(event) =>
                draft.set({ brakes: { ...brakes, [gate]: event.target.value as "hold" | "allow" } })
              }
              className={inputClass("w-full max-w-80")}
            >
              <option value="hold">Hold the run (default)</option>
              <option value="allow">Let it pass, and note it</option>
            </select>
          )}
        </Setting>
      ))}
      <Setting
        label="A held plan waits"
        hint="Days until it ends by itself (7 by default). Nothing is lost: the next run plans anew."
      >
        {(ids) => (
          <input
            {...ids}
            value={days}
            inputMode="numeric"
            aria-invalid={!isDays}
            onChange={(event) => draft.set({ days: event.target.value })}
            className={inputClass("w-24")}
          />
        )}
      </Setting>
    </Section>
  );
}
