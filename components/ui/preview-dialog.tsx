"use client";

import { type ReactNode, useState } from "react";
import type { Action } from "../action";
import { ActionButton } from "./action-button";
import { buttonClass } from "./button";
import { Dialog } from "./dialog";

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
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className={opener.className}>
        {opener.icon}
        {opener.label}
      </button>
      <Dialog
        isOpen={isOpen}
        close={close}
        title={title}
        actions={
          <>
            <button type="button" onClick={close} className={buttonClass("quiet")}>
              Cancel
            </button>
            <ActionButton look="primary" {...preview} />
          </>
        }
      >
        {children}
      </Dialog>
    </>
  );
}
