"use client";

import { BROKEN, type BrokenPageProps } from "./broken-words";
import { buttonClass } from "./button";
import { Problem } from "./problem";

/** In place of a page that could not be drawn. */
export function BrokenPage({ error: { digest }, retry }: BrokenPageProps) {
  return (
    <div className="max-w-xl">
      <Problem {...BROKEN}>
        {digest !== undefined && <p className="mt-2 text-ink-soft">Error id {digest}</p>}
        <button type="button" onClick={retry} className={buttonClass("plain", "mt-3")}>
          Try again
        </button>
      </Problem>
    </div>
  );
}
