import { counted } from "./count";
import { kindWord } from "./setting";
import { sideName } from "./side";

interface SideWrites {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

interface Side {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
}

/** What a plan would do, side by side: `It would delete 300 rows in Notion (Cities) and ...`. */
export function planSentence(perSide: Readonly<Record<string, SideWrites>>, sides: readonly Side[]): string {
  const parts = sides.flatMap((side) => {
    const writes = perSide[side.id];
    const verbs = writes ? verbsOf(writes) : [];
    return verbs.length === 0 ? [] : [`${joined(verbs)} in ${kindWord(side.kind)} (${sideName(side)})`];
  });
  return parts.length === 0 ? "It would write nothing." : `It would ${joined(parts)}.`;
}

const verbsOf = (writes: SideWrites): string[] =>
  (["create", "update", "delete"] as const)
    .filter((op) => writes[op] > 0)
    .map((op) => `${op} ${counted(writes[op], "row")}`);

function joined(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
