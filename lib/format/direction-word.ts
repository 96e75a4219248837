import { kindWord } from "./setting";
import { sideName } from "./side";

interface NamedSide {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
}

/** A side by its system, or by its own name where two are on one; null = no side, and a side that is gone says so. */
export function sideWord(sides: readonly NamedSide[], id: string | null): string {
  if (id === null) return "A person's order";
  const side = sides.find((own) => own.id === id);
  if (!side) return "A side that was removed";
  const isAlone = sides.filter(({ kind }) => kind === side.kind).length === 1;
  return isAlone ? kindWord(side.kind) : sideName(side);
}

/** `Notion → PostgreSQL`. */
export const directionWord = (
  sides: readonly NamedSide[],
  { from, to }: { readonly from: string | null; readonly to: string },
): string => `${sideWord(sides, from)} → ${sideWord(sides, to)}`;
