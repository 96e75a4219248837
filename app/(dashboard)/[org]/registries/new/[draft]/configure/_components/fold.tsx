"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, Suspense, useState } from "react";

interface Props {
  readonly title: string;
  /** What is decided, in one line: all that has to be read where it is right. */
  readonly decided: ReactNode;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

/** A decision with its default: closed it says what holds, opened, and only from then on, it holds what changes it. */
export function Fold({ title, decided, isOpen = false, children }: Props) {
  const [wasOpened, setWasOpened] = useState(isOpen);
  const noteOpening = () => setWasOpened(true);
  return (
    <details open={isOpen} onToggle={noteOpening} className="group/fold card">
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
      <div className="border-t px-4 py-3">
        <Suspense>{wasOpened && children}</Suspense>
      </div>
    </details>
  );
}
