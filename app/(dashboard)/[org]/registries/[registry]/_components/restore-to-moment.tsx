"use client";

import { History } from "lucide-react";
import { useRef, useState } from "react";
import { ActionButton } from "@/components/action-button";
import { buttonClass } from "@/components/button";
import { useOrganization } from "@/components/live/organization";
import { restoreToMoment } from "../actions";

/** Asks for the registry as it was at a moment; what that would write is shown before it is written. */
export function RestoreToMoment({
  registryId,
  name,
}: {
  readonly registryId: string;
  readonly name: string;
}) {
  const org = useOrganization();
  const dialog = useRef<HTMLDialogElement>(null);
  const [at, setAt] = useState("");
  const moment = at === "" ? null : new Date(at);
  return (
    <>
      <button
        type="button"
        onClick={() => dialog.current?.showModal()}
        className={buttonClass("quiet", "ml-auto")}
      >
        <History size={14} aria-hidden />
        Restore to a moment
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="restore-title"
        className="m-auto w-[min(30rem,calc(100vw-2rem))] rounded-[12px] border bg-raised p-5 text-ink shadow-float backdrop:bg-black/40"
      >
        <h2 id="restore-title" className="text-[0.9375rem] font-semibold">
          Restore {name} to a moment
        </h2>
        <p className="mt-1 text-ink-soft">
          Every row that was there then gets back the cells it had, also if it was deleted since. Rows that
          were added since stay. You see the whole plan first: nothing is written until it is approved.
        </p>
        <label className="mt-4 block">
          <span className="text-xs text-ink-soft">Date and time, by the clock of this device</span>
          <input
            type="datetime-local"
            step={1}
            value={at}
            onChange={(event) => setAt(event.target.value)}
            className="mt-1 block h-9 w-full rounded-[7px] border border-line-strong bg-surface px-2.5"
          />
        </label>
        <div className="mt-5 flex justify-end gap-2">
          <button type="button" onClick={() => dialog.current?.close()} className={buttonClass("quiet")}>
            Cancel
          </button>
          <ActionButton
            look="primary"
            action={() => restoreToMoment(org, registryId, moment?.toISOString() ?? "")}
            label="Preview the restore"
            isDisabled={moment === null}
          />
        </div>
      </dialog>
    </>
  );
}
