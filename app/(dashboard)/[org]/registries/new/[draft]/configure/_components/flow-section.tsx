"use client";

import { Select } from "@/components/ui/select";
import { MODE_CHOICES } from "@/lib/format/choices";
import { modeWord, scheduleWord } from "@/lib/format/setting";
import type { ScheduleOptions } from "@/lib/services/organizations/schedule-options";
import { Choose } from "../../../../[registry]/settings/_components/choose";
import { Setting } from "../../../../[registry]/settings/_components/setting";
import { useWizard } from "../../_components/wizard-context";
import { Fold } from "./fold";

/** Shadow is how one starts, not how a registry is meant to be. */
const CHOICES = MODE_CHOICES.filter(({ value }) => value !== "shadow");

/** Which way values go, and how often. */
export function FlowSection({ schedules }: { readonly schedules: ScheduleOptions }) {
  const { parts, change } = useWizard();
  const mode = parts.mode ?? "bidirectional";
  const schedule = parts.schedule ?? schedules.usual;
  return (
    <Fold title="Direction and schedule" decided={`${modeWord(mode)}. ${scheduleWord(schedule)}.`}>
      <div className="divide-y divide-line">
        <Choose label="Mode" choices={CHOICES} value={mode} onChoose={(chosen) => change({ mode: chosen })} />
        <Setting label="Schedule" hint="Schedules of a larger plan are named with it.">
          {(ids) => (
            <Select
              {...ids}
              value={schedule}
              onChange={(event) => change({ schedule: event.target.value })}
              className="w-full max-w-80"
              options={schedules.options.map(({ value, word, plan }) => ({
                value,
                word: plan === null ? word : `${word} (${plan} plan)`,
                isDisabled: plan !== null,
              }))}
            />
          )}
        </Setting>
      </div>
    </Fold>
  );
}
