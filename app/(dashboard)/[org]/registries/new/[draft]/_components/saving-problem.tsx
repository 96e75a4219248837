"use client";

import { buttonClass } from "@/components/ui/button";
import { Problem } from "@/components/ui/problem";
import type { DraftParts } from "./draft-parts";
import { partsAtOdds } from "./draft-saving";
import { useWizard } from "./wizard-context";

const PARTS: Partial<Record<keyof DraftParts, string>> = {
  name: "the name",
  sides: "the places and their columns",
  fields: "the fields",
  key: "the key",
  rules: "the rules",
  match: "the matching",
  conflict: "the strategy for conflicts",
  access: "who decides",
  deletes: "what deletes do",
  brakes: "the brakes",
};

/** Why the last change is not kept, with what can be done: another tab changed the same, or it was refused. */
export function SavingProblem() {
  const { saving, keepOwn, takeNewer, change } = useWizard();
  if (saving.newer !== null) {
    const words = partsAtOdds(saving).map((part) => PARTS[part] ?? part);
    return (
      <div className="mb-5">
        <Problem
          tone="warn"
          title={`This draft was changed in another window: ${words.join(", ")}.`}
          remedy="Nothing of either is lost until you choose which one stands."
        >
          <div className="mt-2.5 flex flex-wrap gap-2">
            <button type="button" onClick={takeNewer} className={buttonClass("plain")}>
              Take what is there now
            </button>
            <button type="button" onClick={keepOwn} className={buttonClass("plain")}>
              Keep mine
            </button>
          </div>
        </Problem>
      </div>
    );
  }
  if (saving.problem === null) return null;
  return (
    <div className="mb-5">
      <Problem title={saving.problem.message} remedy={saving.problem.remedy}>
        <button type="button" onClick={() => change({})} className={buttonClass("plain", "mt-2.5")}>
          Try again
        </button>
      </Problem>
    </div>
  );
}
