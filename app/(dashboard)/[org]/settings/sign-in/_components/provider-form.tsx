import { useRouter } from "next/navigation";
import { useState } from "react";
import { ListForm } from "@/components/list-form";
import { useOrganization } from "@/components/live/organization";
import { CopyText } from "@/components/ui/copy-text";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { ProviderView, SignInView } from "@/lib/services/sign-in/sign-in-view";
import { saveProvider } from "../actions";
import { OidcFields, SamlFields } from "./provider-fields";
import { PRESETS, type Preset } from "./provider-presets";
import { providerRequest } from "./provider-request";

interface Props {
  /** The provider that is set up anew, or null with the draft of a new one. */
  readonly provider: ProviderView | null;
  readonly draft: SignInView["draft"];
  readonly onClose: () => void;
}

/** What the two sides have to know of each other. */
export function ProviderForm({ provider, draft: offered, onClose }: Props) {
  // Each look at the page offers another draft; the addresses that were copied from this form are of its first one.
  const [draft] = useState(offered);
  const org = useOrganization();
  const router = useRouter();
  const [preset, setPreset] = useState<Preset>(PRESETS[0]);
  const kind = provider?.kind ?? preset.kind;
  const what = provider ? { id: provider.id } : { draft: draft.draft };
  const done = () => {
    onClose();
    router.refresh();
  };
  return (
    <ListForm
      save={(form) => saveProvider(org, what, providerRequest(kind, form))}
      onSaved={done}
      onClose={onClose}
      saveWord={provider ? "Save" : "Add provider"}
    >
      {!provider && <PresetSelect preset={preset} onChoose={setPreset} />}
      <Labelled
        label="Name"
        hint="As people see it on the button"
        className={provider ? "sm:col-span-2" : ""}
      >
        <input
          key={preset.word}
          type="text"
          name="name"
          required
          maxLength={60}
          defaultValue={provider?.name ?? preset.name}
          className={inputClass()}
        />
      </Labelled>
      <div className="space-y-1.5 rounded-[8px] bg-sunken p-3 sm:col-span-2">
        <p className="text-xs font-medium text-ink-soft">Enter there</p>
        {(provider?.ours ?? draft[kind]).map((ours) => (
          <CopyText key={ours.label} isNamed label={ours.label} text={ours.value} />
        ))}
      </div>
      {kind === "oidc" ? (
        <OidcFields key={preset.word} provider={provider} preset={preset} />
      ) : (
        <SamlFields provider={provider} />
      )}
    </ListForm>
  );
}

interface PresetProps {
  readonly preset: Preset;
  readonly onChoose: (preset: Preset) => void;
}

const PresetSelect = ({ preset, onChoose }: PresetProps) => (
  <Labelled label="Provider">
    <select
      value={preset.word}
      onChange={(event) => onChoose(PRESETS.find(({ word }) => word === event.target.value) ?? PRESETS[0])}
      className={inputClass()}
    >
      {PRESETS.map(({ word }) => (
        <option key={word}>{word}</option>
      ))}
    </select>
  </Labelled>
);
