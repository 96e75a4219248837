import clsx from "clsx";
import { Check, Circle, LoaderCircle, Minus } from "lucide-react";
import type { PhaseLine } from "@/lib/format/phase";

const ICONS = { done: Check, now: LoaderCircle, ahead: Circle, skipped: Minus };
const SAID = { done: "done", now: "under way", ahead: "to come", skipped: "not needed" };

/** The phases in a row, each with a tick once it is done. */
export function PhaseTicks({ lines }: { readonly lines: readonly PhaseLine[] }) {
  return (
    <ol className="flex flex-wrap gap-x-5 gap-y-1.5">
      {lines.map(({ id, word, state }) => {
        const Icon = ICONS[state];
        return (
          <li
            key={id}
            aria-current={state === "now" ? "step" : undefined}
            className={clsx("flex items-center gap-1.5", {
              "text-ink": state === "done",
              "font-medium text-accent": state === "now",
              "text-ink-faint": state === "ahead" || state === "skipped",
            })}
          >
            <Icon
              size={14}
              aria-hidden
              className={clsx(state === "done" && "text-good", state === "now" && "animate-spin")}
            />
            {word}
            <span className="sr-only">{SAID[state]}</span>
          </li>
        );
      })}
    </ol>
  );
}
