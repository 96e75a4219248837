import { ListForm } from "@/components/list-form";
import { useOrganization } from "@/components/live/organization";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
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
  return (
    <ListForm
      save={(form) => createKey(org, keyInput(form, new Date()))}
      onSaved={onMade}
      onClose={onClose}
      saveWord="Make key"
    >
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
    </ListForm>
  );
}
