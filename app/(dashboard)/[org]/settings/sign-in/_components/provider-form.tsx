import { LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import type { Refusal as RefusalView } from "@/components/action";
import { buttonClass } from "@/components/button";
import { inputClass } from "@/components/input";
import { Labelled } from "@/components/labelled";
import { useOrganization } from "@/components/live/organization";
import { Refusal } from "@/components/refusal";
import type { ProviderView, SignInView } from "@/lib/services/sign-in/sign-in-view";
import { saveProvider } from "../actions";
import { CopiedValue } from "./copied-value";
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
  const [isSaving, start] = useTransition();
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  const kind = provider?.kind ?? preset.kind;
  // Not the form's action, after which React empties the fields, also those of what was refused.
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const request = providerRequest(kind, new FormData(event.currentTarget));
    start(async () => {
      const what = provider ? { id: provider.id } : { draft: draft.draft };
      const answered = await saveProvider(org, what, request);
      setRefusal(answered.refusal);
      if (answered.refusal) return;
      onClose();
      router.refresh();
    });
  };
  return (
    <form onSubmit={save} className="grid max-w-3xl gap-x-5 gap-y-3.5 sm:grid-cols-2">
      {!provider && <PresetSelect preset={preset} onChoose={setPreset} />}
      <Labelled label="Name" hint="As people see it on the button">
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
          <CopiedValue key={ours.label} {...ours} />
        ))}
      </div>
      {kind === "oidc" ? (
        <OidcFields key={preset.word} provider={provider} preset={preset} />
      ) : (
        <SamlFields provider={provider} />
      )}
      {refusal && (
        <div className="sm:col-span-2">
          <Refusal refusal={refusal} />
        </div>
      )}
      <div className="flex gap-2 sm:col-span-2">
        <button type="submit" disabled={isSaving} className={buttonClass("primary")}>
          {isSaving && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
          {provider ? "Save" : "Add provider"}
        </button>
        <button type="button" onClick={onClose} className={buttonClass("plain")}>
          Cancel
        </button>
      </div>
    </form>
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
