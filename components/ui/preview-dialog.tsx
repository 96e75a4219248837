"use client";

import { type ReactNode, useId, useRef } from "react";
import type { Action } from "../action";
import { ActionButton } from "./action-button";
import { buttonClass } from "./button";

interface Props {
  /** What opens it. */
  readonly opener: { readonly icon: ReactNode; readonly label: string; readonly className: string };
  readonly title: string;
  readonly preview: {
    readonly action: Action;
    readonly label: string;
    readonly icon?: ReactNode;
    readonly isDisabled?: boolean;
  };
  /** What the plan would bring about. */
  readonly children: ReactNode;
}

/** Asks, after saying what it means, for a run whose plan is shown before anything is written. */
export function PreviewDialog({ opener, title, preview, children }: Props) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()} className={opener.className}>
        {opener.icon}
        {opener.label}
      </button>
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        className="m-auto w-[min(32rem,calc(100vw-2rem))] rounded-[12px] border bg-raised p-5 text-ink shadow-float backdrop:bg-black/40"
      >
        <h2 id={titleId} className="text-[0.9375rem] font-semibold">
          {title}
        </h2>
        {children}
        <div className="mt-5 flex justify-end gap-2">
          <button type="button" onClick={() => dialog.current?.close()} className={buttonClass("quiet")}>
            Cancel
          </button>
          <ActionButton look="primary" {...preview} />
        </div>
      </dialog>
    </>
  );
}
