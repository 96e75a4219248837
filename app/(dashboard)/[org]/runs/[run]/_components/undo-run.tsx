"use client";

import { Undo2 } from "lucide-react";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { PreviewDialog } from "@/components/ui/preview-dialog";
import { canBeUndone } from "@/lib/format/run-word";
import type { RunView } from "@/lib/services/runs/run-view";
import { undo } from "../actions";

/** Asks for an undo of a run that was carried out, after saying what that means. */
export function UndoRun({ run }: { readonly run: RunView }) {
  const org = useOrganization();
  if (!canBeUndone(run)) return null;
  const icon = <Undo2 size={14} aria-hidden />;
  return (
    <PreviewDialog
      opener={{ icon, label: "Undo this run", className: buttonClass("plain", "ml-auto max-sm:ml-0") }}
      title="Undo this run"
      preview={{ action: () => undo(org, run.id), icon, label: "Preview the undo" }}
    >
      <ul className="mt-2 list-disc space-y-1 pl-5 text-ink-soft">
        <li>Cells go back to what they were, where they are still as this run left them.</li>
        <li>Rows that it created are removed where it created them.</li>
        <li>Rows that it deleted come back.</li>
        <li>What was edited since stays and is listed.</li>
      </ul>
      <p className="mt-3">You see the whole plan first: nothing is written until it is approved.</p>
    </PreviewDialog>
  );
}
