"use client";

import { useRef } from "react";
import type { MappedColumnView, MappingProposal } from "@/lib/services/drafts/draft-view";

/** Why a column was proposed for a field; null = it was not, or nobody remembers. */
export type ReasonOf = (field: string, side: string, sideField: string) => string | null;

const keyOf = (field: string, { side, sideField }: Pick<MappedColumnView, "side" | "sideField">): string =>
  `${field} ${side} ${sideField}`;

/** Remembers why columns were proposed: once they are taken over, the server only knows that they are mapped. */
export function useReasons(proposal: MappingProposal | null): ReasonOf {
  const known = useRef(new Map<string, string>());
  for (const { ref, columns } of proposal?.fields ?? [])
    for (const column of columns)
      if (column.reason !== "mapped") known.current.set(keyOf(ref, column), column.because);
  return (field, side, sideField) => known.current.get(keyOf(field, { side, sideField })) ?? null;
}
