"use client";

import { useState } from "react";
import { fetchView, type Page } from "./fetch-view";
import { useOrganization } from "./organization";

export interface Older<T> {
  readonly data: readonly T[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly problem: string | null;
  readonly load: () => void;
}

/** The pages after a first one, fetched as they are asked for. `firstCursor` null = the first page is all. */
export function useOlder<T>(path: string, firstCursor: string | null): Older<T> {
  const organization = useOrganization();
  const [pages, setPages] = useState<readonly Page<T>[]>([]);
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const last = pages.at(-1);
  const cursor = last ? last.nextCursor : firstCursor;
  const load = () => {
    if (cursor === null || isLoading) return;
    setLoading(true);
    fetchView<Page<T>>(
      organization,
      `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}`,
    )
      .then((page) => {
        setPages((before) => [...before, page]);
        setProblem(null);
      })
      .catch((error: unknown) =>
        setProblem(error instanceof Error ? error.message : "The next page did not come."),
      )
      .finally(() => setLoading(false));
  };
  return { data: pages.flatMap((page) => page.data), hasMore: cursor !== null, isLoading, problem, load };
}
