"use client";

import { buttonClass } from "./button";
import { Problem } from "./problem";

/** In place of a page that could not be drawn. Says nothing of the inside. */
export function BrokenPage({ retry }: { readonly retry: () => void }) {
  return (
    <div className="max-w-xl">
      <Problem
        title="This page could not be shown"
        remedy="Your data is untouched and running syncs go on. Try again; if it stays so, your role may not include this page: ask an owner, or write to support."
      >
        <button type="button" onClick={retry} className={buttonClass("plain", "mt-3")}>
          Try again
        </button>
      </Problem>
    </div>
  );
}
