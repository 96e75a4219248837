"use client";

import { Dialog } from "../ui/dialog";
import { KeyCap } from "../ui/key-cap";
import { KEY_GROUPS } from "./key-groups";

interface Props {
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** What each key does. */
export function KeyHelp({ isOpen, close }: Props) {
  return (
    <Dialog
      isOpen={isOpen}
      close={close}
      title="Keys"
      description="While you type in a field they are letters."
      size="wide"
      onKeyDown={(event) => event.key === "?" && close()}
    >
      <div className="gap-x-10 space-y-5 md:columns-2">
        {KEY_GROUPS.map(({ title, lines }) => (
          <section key={title} aria-label={title} className="break-inside-avoid">
            <h3 className="eyebrow mb-1">{title}</h3>
            <dl className="divide-y divide-line">
              {lines.map(({ shown, what }) => (
                <div key={shown} className="flex items-center gap-3 py-1.5">
                  <dt className="flex w-32 shrink-0 flex-wrap gap-1">
                    <KeyCaps shown={shown} />
                  </dt>
                  <dd className="min-w-0">{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

const KeyCaps = ({ shown }: { readonly shown: string }) =>
  shown.split(" ").map((one, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text.
    one === "or" ? <span key={at}>or</span> : <KeyCap key={at}>{one}</KeyCap>,
  );
