import { LoaderCircle } from "lucide-react";
import { useState, useTransition } from "react";
import type { Refusal as RefusalView } from "@/components/action";
import { buttonClass } from "@/components/button";
import { inputClass } from "@/components/input";
import { Labelled } from "@/components/labelled";
import { useOrganization } from "@/components/live/organization";
import { Refusal } from "@/components/refusal";
import type { CreatedApiKeyView } from "@/lib/services/api-keys/change-api-keys";
import { createKey } from "../actions";
import { keyInput, LIVES } from "./key-input";

interface Props {
  /** What whoever makes the key may hand on. */
  readonly scopes: readonly string[];
  readonly onMade: (made: CreatedApiKeyView) => void;
  readonly onClose: () => void;
}

/** What a new key is called, may do, and from when and where not. */
export function KeyForm({ scopes, onMade, onClose }: Props) {
  const org = useOrganization();
  const [isSaving, start] = useTransition();
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  const save = (form: FormData) =>
    start(async () => {
      const answered = await createKey(org, keyInput(form, new Date()));
      setRefusal(answered.refusal);
      if (answered.view) onMade(answered.view);
    });
  return (
    <form action={save} className="grid max-w-3xl gap-x-5 gap-y-3.5 sm:grid-cols-2">
      <Labelled label="Name" hint="What uses it">
        <input type="text" name="name" required maxLength={100} className={inputClass()} />
      </Labelled>
      <Labelled label="Expires">
        <select name="days" defaultValue={90} className={inputClass()}>
          {LIVES.map(({ days, word }) => (
            <option key={word} value={days ?? ""}>
              {word}
            </option>
          ))}
        </select>
      </Labelled>
      <fieldset className="sm:col-span-2">
        <legend className="mb-1 text-xs font-medium text-ink-soft">What it may do</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1.5">
          {scopes.map((scope) => (
            <label key={scope} className="flex items-center gap-1.5">
              <input type="checkbox" name="scopes" value={scope} defaultChecked={scope === "read"} />
              {scope}
            </label>
          ))}
        </div>
      </fieldset>
      <Labelled
        label="Only from these addresses, one a line"
        hint="Addresses or ranges like 203.0.113.0/24; empty: from anywhere"
        className="sm:col-span-2"
      >
        <textarea name="addresses" rows={3} className={inputClass("font-mono")} />
      </Labelled>
      {refusal && (
        <div className="sm:col-span-2">
          <Refusal refusal={refusal} />
        </div>
      )}
      <div className="flex gap-2 sm:col-span-2">
        <button type="submit" disabled={isSaving} className={buttonClass("primary")}>
          {isSaving && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
          Make key
        </button>
        <button type="button" onClick={onClose} className={buttonClass("plain")}>
          Cancel
        </button>
      </div>
    </form>
  );
}
