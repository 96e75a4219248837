"use client";

import { List } from "lucide-react";
import { useState } from "react";
import { ListSection } from "@/components/list-section";
import { Empty } from "@/components/ui/empty";
import type { OptionSetView } from "@/lib/services/option-sets/option-set-view";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { OptionSetForm } from "./option-set-form";
import { OptionSetLine } from "./option-set-line";

interface Props {
  readonly optionSets: readonly OptionSetView[];
  readonly registries: readonly RegistryView[];
}

/** Values that fields of any registry can be limited to, kept in one place. */
export function OptionSetList({ optionSets, registries }: Props) {
  const [open, setOpen] = useState<string | null>(null);
  const close = () => setOpen(null);
  return (
    <ListSection
      id="option-sets"
      title="Option sets"
      addWord="New option set"
      isOpen={open === "new"}
      onToggle={() => setOpen(open === "new" ? null : "new")}
    >
      {open === "new" && (
        <div className="p-4">
          <OptionSetForm set={null} registries={registries} onClose={close} />
        </div>
      )}
      {optionSets.length === 0 && open !== "new" && (
        <Empty icon={List} title="No option sets yet">
          A set holds the values that a field may have, by hand or read from a registry: keep the list in
          Notion, and every field that uses it follows.
        </Empty>
      )}
      {optionSets.map((set) => (
        <OptionSetLine
          key={set.id}
          set={set}
          isOpen={open === set.id}
          onToggle={() => setOpen(open === set.id ? null : set.id)}
        >
          <OptionSetForm set={set} registries={registries} onClose={close} />
        </OptionSetLine>
      ))}
    </ListSection>
  );
}
