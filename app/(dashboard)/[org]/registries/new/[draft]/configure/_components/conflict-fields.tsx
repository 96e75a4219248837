"use client";

import { RadioCards } from "@/components/ui/radio-cards";
import { STRATEGY_CHOICES } from "@/lib/format/choices";
import { Setting } from "../../../../[registry]/settings/_components/setting";
import { SideSelect } from "../../../../[registry]/settings/_components/side-select";
import { useWizard } from "../../_components/wizard-context";
import { DraftPresets } from "./draft-presets";
import { useSideNames } from "./use-side-names";

/** Who wins when several sides changed the same cell, and which side may change a field at all. */
export function ConflictFields() {
  const { parts, change } = useWizard();
  const { sides } = useSideNames();
  const conflict = parts.conflict ?? "last-write-wins";
  return (
    <>
      <RadioCards
        legend="When several sides changed the same cell"
        name="conflict"
        columns={2}
        value={conflict}
        cards={STRATEGY_CHOICES.map(({ value, word, meaning }) => ({
          ...{ value, title: word, meaning },
          ...(value === "last-write-wins" && { tag: "Default" }),
        }))}
        choose={(value) => change({ conflict: value })}
      />
      {conflict === "authority" && (
        <Setting label="The side that wins">
          {(ids) => (
            <SideSelect
              {...ids}
              sides={sides}
              value={parts.authority ?? null}
              onPick={(side) => change({ authority: side })}
            />
          )}
        </Setting>
      )}
      <DraftPresets />
    </>
  );
}
