import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "./ui/button";

interface Props {
  readonly id: string;
  readonly title: string;
  /** On the button that opens the form for another one; null: whoever looks may add none. */
  readonly addWord: string | null;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

/** A titled list in a card, with a button that opens the form for another one in it. */
export function ListSection({ id, title, addWord, isOpen, onToggle, children }: Props) {
  return (
    <section aria-labelledby={id}>
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id={id} className="text-[0.9375rem] font-semibold">
          {title}
        </h2>
        {addWord !== null && (
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={onToggle}
            className={buttonClass("plain", "ml-auto")}
          >
            <Plus size={14} aria-hidden />
            {addWord}
          </button>
        )}
      </div>
      <div className="card divide-y divide-line">{children}</div>
    </section>
  );
}
