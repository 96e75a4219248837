"use client";

import { lazy } from "react";
import { useWizard } from "../../_components/wizard-context";
import { brakeSentence } from "./brake-sentence";
import { Fold } from "./fold";

// Fetched when the section is opened.
const SafetyFields = lazy(() =>
  import("./safety-fields").then((module) => ({ default: module.SafetyFields })),
);

/** What deletes do and what holds a run for a person, in a sentence that opens. */
export function SafetySection({ deciders }: { readonly deciders: string }) {
  const { parts } = useWizard();
  return (
    <Fold
      title="Deletes, brakes and approvals"
      decided={brakeSentence(parts.deletes ?? "hold", parts.brakes ?? {})}
    >
      <SafetyFields deciders={deciders} />
    </Fold>
  );
}
