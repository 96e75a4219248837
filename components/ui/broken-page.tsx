"use client";

import { buttonClass } from "./button";
import { Problem } from "./problem";

/** What Next hands to an error page; the digest is also in the server's log. */
export interface BrokenPageProps {
  readonly error: Error & { readonly digest?: string };
  readonly retry: () => void;
}

/** In place of a page that could not be drawn. Says nothing of the inside. */
export function BrokenPage({ error: { digest }, retry }: BrokenPageProps) {
  return (
    <div className="max-w-xl">
      <Problem
        title="This page could not be shown"
        remedy="Your data is untouched and running syncs go on. Try again; if it stays so, your role may not include this page: ask an owner, or write to support."
      >
        {digest !== undefined && <p className="mt-2 text-ink-soft">Error id {digest}</p>}
        <button type="button" onClick={retry} className={buttonClass("plain", "mt-3")}>
          Try again
        </button>
      </Problem>
    </div>
  );
}
