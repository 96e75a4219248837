"use client";

import { Undo2 } from "lucide-react";
import { useRef } from "react";
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
  const dialog = useRef<HTMLDialogElement>(null);
  const { create, update } = run.counts;
  const isCarriedOut = KINDS.includes(run.kind) && ENDS.includes(run.status);
  // What was put back is what the registry had all along: no row of it changed.
  const hasChanged = create + update + run.counts.delete > 0 && run.request?.kind !== "put-back";
  if (!isCarriedOut || !hasChanged) return null;
  return (
    <>
      <button
        type="button"
        onClick={() => dialog.current?.showModal()}
        className={buttonClass("plain", "ml-auto max-sm:ml-0")}
      >
        <Undo2 size={14} aria-hidden />
        Undo this run
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="undo-title"
        className="m-auto w-[min(32rem,calc(100vw-2rem))] rounded-[12px] border bg-raised p-5 text-ink shadow-float backdrop:bg-black/40"
      >
        <h2 id="undo-title" className="text-[0.9375rem] font-semibold">
          Undo this run
        </h2>
        <ul className="mt-2 list-disc space-y-1 pl-5 text-ink-soft">
          <li>Cells go back to what they were, where they are still as this run left them.</li>
          <li>Rows that it created are removed where it created them.</li>
          <li>Rows that it deleted come back.</li>
          <li>What was edited since stays and is listed.</li>
        </ul>
        <p className="mt-3">You see the whole plan first: nothing is written until it is approved.</p>
        <div className="mt-5 flex justify-end gap-2">
          <button type="button" onClick={() => dialog.current?.close()} className={buttonClass("quiet")}>
            Cancel
          </button>
          <ActionButton
            look="primary"
            action={() => undo(org, run.id)}
            icon={<Undo2 size={14} aria-hidden />}
            label="Preview the undo"
          />
        </div>
      </dialog>
    </>
  );
}
