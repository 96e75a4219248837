"use client";

import { ShieldCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { inputClass } from "@/components/ui/input";
import { PRESET_CHOICES } from "@/lib/format/choices";
import type { AccessPresetInput } from "@/lib/services/registries/registry-input";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { SideSelect } from "../../settings/_components/side-select";
import { applyPreset } from "../../settings/actions";
import { FieldChecks } from "./field-checks";
import { presetSentence } from "./preset-sentence";

type Preset = AccessPresetInput["preset"];

/** Who may edit what, by a pattern that has a name: picked, read as a sentence, applied. */
export function PresetCard({ registry }: { readonly registry: RegistryView }) {
  const org = useOrganization();
  const router = useRouter();
  const [preset, setPreset] = useState<Preset>("may-not-edit");
  const [side, setSide] = useState<string | null>(null);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [applied, setApplied] = useState<string | null>(null);
  const fields = preset === "foundation" ? registry.fields.map(({ name }) => name) : picked;
  const sentence = presetSentence({ preset, side, fields }, registry.sides);
  const apply = () =>
    applyPreset(org, registry.id, {
      preset,
      side: side ?? "",
      ...(preset !== "foundation" && { fields: [...picked] }),
    });
  return (
    <section aria-labelledby="presets" className="card">
      <div className="px-4 pt-3.5 pb-3">
        <h2 id="presets" className="text-[0.9375rem] font-semibold">
          Presets
        </h2>
        <div className="mt-2.5 flex flex-wrap items-center gap-2">
          <select
            aria-label="Preset"
            value={preset}
            onChange={(event) => setPreset(event.target.value as Preset)}
            className={inputClass()}
          >
            {PRESET_CHOICES.map(({ value, word }) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </select>
          <SideSelect
            aria-label="Side of the preset"
            sides={registry.sides}
            value={side}
            onPick={setSide}
            className="max-w-72"
          />
        </div>
        <p className="mt-1.5 text-xs text-ink-soft">
          {PRESET_CHOICES.find(({ value }) => value === preset)?.meaning}
        </p>
        {preset !== "foundation" && (
          <FieldChecks fields={registry.fields.map(({ name }) => name)} picked={picked} onPick={setPicked} />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-3 rounded-b-[10px] border-t bg-sunken px-4 py-3">
        <p role="status" className="mr-auto min-w-0 basis-72 grow text-ink-soft">
          {applied !== null && applied === sentence
            ? "Applied. The next run looks at every row and is held, with what it would write."
            : (sentence ?? "Choose a side and the fields.")}
        </p>
        <ActionButton
          look="primary"
          action={apply}
          icon={<ShieldCheck size={14} aria-hidden />}
          label="Apply preset"
          isDisabled={sentence === null}
          onDone={() => {
            setApplied(sentence);
            router.refresh();
          }}
        />
      </div>
    </section>
  );
}
