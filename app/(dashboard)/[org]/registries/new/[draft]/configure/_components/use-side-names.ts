"use client";

import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import { useWizard } from "../../_components/wizard-context";

/** The draft's sides as they are named in choices and sentences. */
export function useSideNames() {
  const { parts, draft } = useWizard();
  const sides = parts.sides.map(({ ref }) => {
    const look = draft.looks.find((one) => one.side === ref);
    return { id: ref, kind: look?.kind ?? "", title: look?.title ?? ref };
  });
  const nameOf = (ref: string): string => {
    const side = sides.find(({ id }) => id === ref);
    return side ? sideName(side) : ref;
  };
  /** The system's name, where no other side is on it; else the place's. */
  const shortName = (ref: string): string => {
    const side = sides.find(({ id }) => id === ref);
    const isOnly = side && sides.filter(({ kind }) => kind === side.kind).length === 1;
    return isOnly ? kindWord(side.kind) : nameOf(ref);
  };
  return { sides, nameOf, shortName };
}
