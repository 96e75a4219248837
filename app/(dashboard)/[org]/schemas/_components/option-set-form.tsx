import { useRouter } from "next/navigation";
import { useState } from "react";
import { ListForm } from "@/components/list-form";
import { useOrganization } from "@/components/live/organization";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { OptionSetView } from "@/lib/services/option-sets/option-set-view";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { saveOptionSet } from "../actions";
import { SourceControls } from "./source-controls";

interface Props {
  /** Null makes a new one. */
  readonly set: OptionSetView | null;
  readonly registries: readonly RegistryView[];
  readonly onClose: () => void;
}

/** An option set's name, and its options or where they are read from. */
export function OptionSetForm({ set, registries, onClose }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const [isRead, setRead] = useState(set?.source != null);
  const done = () => {
    onClose();
    router.refresh();
  };
  return (
    <ListForm
      save={(form) => saveOptionSet(org, set?.id ?? null, inputOf(form, isRead))}
      onSaved={done}
      onClose={onClose}
      saveWord="Save"
    >
      <Labelled label="Name">
        <input
          type="text"
          name="name"
          required
          maxLength={100}
          defaultValue={set?.name}
          className={inputClass()}
        />
      </Labelled>
      <Labelled label="Options">
        <select
          value={isRead ? "source" : "list"}
          onChange={({ target }) => setRead(target.value === "source")}
          className={inputClass()}
        >
          <option value="list">Kept here by hand</option>
          <option value="source">Read from a registry</option>
        </select>
      </Labelled>
      {isRead ? (
        <SourceControls source={set?.source ?? null} registries={registries} />
      ) : (
        <Labelled label="One option a line" className="sm:col-span-2">
          <textarea
            name="options"
            rows={6}
            required
            defaultValue={set && set.source === null ? set.options.join("\n") : ""}
            className={inputClass()}
          />
        </Labelled>
      )}
    </ListForm>
  );
}

function inputOf(form: FormData, isRead: boolean) {
  const text = (name: string) => String(form.get(name) ?? "");
  const name = text("name");
  if (isRead) return { name, source: { registryId: text("registry"), field: text("field") } };
  const lines = text("options").split("\n");
  return { name, options: lines.map((line) => line.trim()).filter(Boolean) };
}
