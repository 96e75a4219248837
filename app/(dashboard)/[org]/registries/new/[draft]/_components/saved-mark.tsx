"use client";

import { Check, CircleAlert, LoaderCircle } from "lucide-react";
import { savedWord } from "./draft-saving";
import { useWizard } from "./wizard-context";

/** Whether the server has everything that was decided. */
export function SavedMark() {
  const { saving } = useWizard();
  const word = savedWord(saving);
  return (
    <p role="status" className="flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-soft">
      {word === "saved" && (
        <>
          <Check size={13} aria-hidden className="text-good" /> Saved
        </>
      )}
      {(word === "saving" || word === "waiting") && (
        <>
          <LoaderCircle size={13} aria-hidden className="animate-spin" /> Saving
        </>
      )}
      {(word === "refused" || word === "newer") && (
        <>
          <CircleAlert size={13} aria-hidden className="text-warn" /> Not saved
        </>
      )}
    </p>
  );
}
