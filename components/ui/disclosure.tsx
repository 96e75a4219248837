import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

interface Props {
  readonly summary: ReactNode;
  readonly isOpen?: boolean;
  /** Of those with one name, one is open at a time. */
  readonly name?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What need not be seen to go on. It works before any script does, and the page's search opens it. */
export function Disclosure({ summary, isOpen, name, className, children }: Props) {
  return (
    <details open={isOpen} name={name} className={clsx("group/disclosure", className)}>
      <summary className="flex list-none items-center gap-1.5 font-medium">
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 text-ink-faint transition-transform group-open/disclosure:rotate-90"
        />
        {summary}
      </summary>
      <div className="pt-2 pl-5">{children}</div>
    </details>
  );
}
