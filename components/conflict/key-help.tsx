"use client";

import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { KeyCap } from "../ui/key-cap";
import { KEY_HELP } from "./queue-key";

interface Props {
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** What each key does. */
export function KeyHelp({ isOpen, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      onClose={close}
      onKeyDown={(event) => event.key === "?" && close()}
      aria-labelledby="conflict-keys"
      className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-[12px] bg-raised p-0 text-ink shadow-float backdrop:bg-black/30"
    >
      <div className="flex items-center border-b px-4 py-3">
        <h2 id="conflict-keys" className="flex-1 text-[0.9375rem] font-semibold">
          Keys for conflicts
        </h2>
        <button type="button" onClick={close} aria-label="Close" className="text-ink-faint hover:text-ink">
          <X size={16} aria-hidden />
        </button>
      </div>
      <dl className="divide-y divide-line px-4 py-1">
        {KEY_HELP.map(([keys, what]) => (
          <div key={keys} className="flex items-center gap-3 py-2">
            <dt className="flex w-28 shrink-0 flex-wrap gap-1">
              {keys.split(" ").flatMap((one, at) =>
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text.
                one === "" ? [] : [one === "or" ? <span key={at}>or</span> : <KeyCap key={at}>{one}</KeyCap>],
              )}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
