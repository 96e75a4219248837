import { useState } from "react";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { OptionSetView } from "@/lib/services/option-sets/option-set-view";
import type { RegistryView } from "@/lib/services/registries/registry-view";

interface Props {
  readonly source: OptionSetView["source"];
  readonly registries: readonly RegistryView[];
}

const OPTION_TYPES = new Set(["text", "select", "multi-select"]);

/** The registry and the field whose values are the options. */
export function SourceControls({ source, registries }: Props) {
  const [registryId, setRegistry] = useState(source?.registryId ?? registries[0]?.id ?? "");
  const fields = registries.find(({ id }) => id === registryId)?.fields ?? [];
  const usable = fields.filter(({ type }) => OPTION_TYPES.has(type));
  const chosen = fields.find(({ name }) => name === source?.field)?.id;
  return (
    <>
      <Labelled label="Registry" hint="Rows that are synced from Notion, for example.">
        <select
          name="registry"
          value={registryId}
          onChange={({ target }) => setRegistry(target.value)}
          className={inputClass()}
        >
          {registries.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled label="Field" hint="Each of its values is an option.">
        <select key={registryId} name="field" defaultValue={chosen} className={inputClass()}>
          {usable.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Labelled>
    </>
  );
}
