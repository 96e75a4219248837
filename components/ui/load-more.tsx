"use client";

import { LoaderCircle } from "lucide-react";
import type { Older } from "../live/use-older";
import { buttonClass } from "./button";

export function LoadMore({
  list,
  word = "Load more",
}: {
  readonly list: Older<unknown>;
  readonly word?: string;
}) {
  if (!list.hasMore) return null;
  return (
    <div className="mt-4 flex flex-col items-center gap-2">
      {list.problem && (
        <p role="alert" className="text-bad">
          {list.problem} Try again.
        </p>
      )}
      <button type="button" onClick={list.load} disabled={list.isLoading} className={buttonClass("plain")}>
        {list.isLoading && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
        {word}
      </button>
    </div>
  );
}
