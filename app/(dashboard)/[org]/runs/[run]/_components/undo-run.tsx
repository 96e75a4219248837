"use client";

import { Undo2 } from "lucide-react";
import { useState } from "react";
import { ActionButton } from "@/components/action-button";
import { buttonClass } from "@/components/button";
import { useOrganization } from "@/components/live/organization";
import type { RunView } from "@/lib/services/runs/run-view";
import { undo } from "../actions";

const KINDS = ["sync", "restore", "undo"];
const ENDS = ["done", "done-with-issues"];

/** Asks for an undo of a run that was carried out, after saying what that means. */
export function UndoRun({ run }: { readonly run: RunView }) {
  const org = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const { create, update } = run.counts;
  const isCarriedOut = KINDS.includes(run.kind) && ENDS.includes(run.status);
  if (!isCarriedOut || create + update + run.counts.delete === 0) return null;
  if (!isAsking)
    return (
      <button
        type="button"
        onClick={() => setAsking(true)}
        className={buttonClass("plain", "ml-auto max-sm:ml-0")}
      >
        <Undo2 size={14} aria-hidden />
        Undo this run
      </button>
    );
  return (
    <section aria-label="Undo this run" className="card w-full px-4 py-3">
      <p className="max-w-3xl">
        Cells go back to what they were, where they are still as this run left them. Rows that it created are
        removed where it created them; rows that it deleted come back. What was edited since stays and is
        listed.
      </p>
      <p className="mt-1 text-ink-soft">
        You see the whole plan first: nothing is written until it is approved.
      </p>
      <div className="mt-3 flex gap-2">
        <ActionButton
          look="primary"
          action={() => undo(org, run.id)}
          icon={<Undo2 size={14} aria-hidden />}
          label="Preview the undo"
        />
        <button type="button" onClick={() => setAsking(false)} className={buttonClass("quiet")}>
          Cancel
        </button>
      </div>
    </section>
  );
}
