"use client";

import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/select";
import { PRESET_CHOICES } from "@/lib/format/choices";
import { presetSentence } from "../../../../[registry]/access/_components/preset-sentence";
import { SideSelect } from "../../../../[registry]/settings/_components/side-select";
import { useWizard } from "../../_components/wizard-context";
import { type ChosenPreset, presetFault, withPreset } from "./draft-preset";
import { useSideNames } from "./use-side-names";

const FAULTS = {
  "not-mapped": "is not mapped on that side",
  "read-only": "cannot be written on another side, so nothing could be put back there",
  nobody: "could then be edited nowhere",
};

/** Who may edit what, by a pattern that has a name: it sets the directions of the mapping. */
export function DraftPresets() {
  const { parts, draft, change } = useWizard();
  const { sides } = useSideNames();
  const [preset, setPreset] = useState<ChosenPreset["preset"]>("foundation");
  const [side, setSide] = useState<string | null>(null);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const onSide = parts.sides.find(({ ref }) => ref === side)?.mappings.map(({ field }) => field) ?? [];
  const fields = preset === "foundation" ? onSide : picked;
  const nameOf = (ref: string) => parts.fields.find((field) => field.ref === ref)?.name ?? ref;
  const sentence = presetSentence({ preset, side, fields: fields.map(nameOf) }, sides);
  const isReadOnly = (ref: string, sideField: string) =>
    draft.looks
      .find((look) => look.side === ref)
      ?.columns.some(({ id, readOnlyBecause }) => id === sideField && readOnlyBecause !== null) ?? false;
  const fault = side === null ? null : presetFault(parts.sides, { preset, side, fields }, isReadOnly);
  return (
    <fieldset className="mt-4 border-t pt-3">
      <legend className="float-left mb-2 w-full font-medium">Keep fields to one side</legend>
      <div className="clear-both flex flex-wrap items-center gap-2">
        <Select
          aria-label="Preset"
          value={preset}
          onChange={(event) => setPreset(event.target.value as ChosenPreset["preset"])}
          options={PRESET_CHOICES.map(({ value, word }) => ({ value, word }))}
        />
        <SideSelect
          aria-label="Side of the preset"
          sides={sides}
          value={side}
          onPick={setSide}
          className="max-w-72"
        />
      </div>
      {preset !== "foundation" && (
        <div className="mt-2 grid gap-1.5 sm:grid-cols-3">
          {parts.fields.map(({ ref, name }) => (
            <Checkbox
              key={ref}
              label={name}
              checked={picked.includes(ref)}
              onChange={() =>
                setPicked(picked.includes(ref) ? picked.filter((one) => one !== ref) : [...picked, ref])
              }
            />
          ))}
        </div>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <p role="status" className="mr-auto min-w-0 basis-72 grow text-ink-soft">
          {fault
            ? `${nameOf(fault.field)} ${FAULTS[fault.reason]}.`
            : (sentence ?? PRESET_CHOICES.find(({ value }) => value === preset)?.meaning)}
        </p>
        <button
          type="button"
          disabled={sentence === null || fault !== null}
          onClick={() => side && change({ sides: withPreset(parts.sides, { preset, side, fields }) })}
          className={buttonClass("plain")}
        >
          <ShieldCheck size={14} aria-hidden />
          Apply
        </button>
      </div>
    </fieldset>
  );
}
