"use client";

import clsx from "clsx";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { KEY_GROUPS } from "@/lib/services/drafts/draft-input";

// Fetched when a count is opened.
const Rows = lazy(() => import("./key-row-pages").then((module) => ({ default: module.KeyRowPages })));

interface Props {
  readonly of: (typeof KEY_GROUPS)[number];
  readonly side: string | null;
  readonly count: number;
  /** Something that a person should look at. */
  readonly isOdd: boolean;
  readonly children: ReactNode;
}

/** A count of the key's result, open to the rows behind it. */
export function KeyRows({ of, side, count, isOdd, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  if (count === 0) return <p className="text-ink-soft">{children}</p>;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={clsx("list-none", isOdd ? "text-warn" : "text-ink-soft")}>
        {children} <span className="text-accent underline">show</span>
      </summary>
      {isOpen && (
        <Suspense>
          <Rows path={`key/rows?${new URLSearchParams({ of, ...(side && { side }) })}`} />
        </Suspense>
      )}
    </details>
  );
}
