"use client";

import { lazy } from "react";
import { STRATEGY_CHOICES } from "@/lib/format/choices";
import { useWizard } from "../../_components/wizard-context";
import { Fold } from "./fold";

// Fetched when the section is opened.
const ConflictFields = lazy(() =>
  import("./conflict-fields").then((module) => ({ default: module.ConflictFields })),
);

/** Who wins when several sides changed the same cell, in a sentence that opens. */
export function ConflictSection() {
  const { parts } = useWizard();
  const conflict = parts.conflict ?? "last-write-wins";
  const chosen = STRATEGY_CHOICES.find(({ value }) => value === conflict);
  return (
    <Fold
      title="Conflicts and access"
      decided={`${chosen?.word}. The losing value is kept and can be chosen later.`}
    >
      <ConflictFields />
    </Fold>
  );
}
