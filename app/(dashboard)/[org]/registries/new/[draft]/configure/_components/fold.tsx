import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

interface Props {
  readonly title: string;
  /** What is decided, in one line: all that has to be read where it is right. */
  readonly decided: ReactNode;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

/** A decision with its default: closed it says what holds, open it can be changed. */
export function Fold({ title, decided, isOpen, children }: Props) {
  return (
    <details open={isOpen} className="group/fold card">
      <summary className="flex list-none items-start gap-2.5 px-4 py-3">
        <ChevronRight
          size={15}
          aria-hidden
          className="mt-0.5 shrink-0 text-ink-faint transition-transform group-open/fold:rotate-90"
        />
        <span className="min-w-0">
          <span className="block font-medium">{title}</span>
          <span className="block text-ink-soft">{decided}</span>
        </span>
      </summary>
      <div className="border-t px-4 py-3">{children}</div>
    </details>
  );
}
