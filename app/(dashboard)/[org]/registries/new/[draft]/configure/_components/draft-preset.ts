import type { DraftSide } from "@/lib/services/drafts/draft-input";
import type { AccessPresetInput } from "@/lib/services/registries/registry-input";

type Direction = DraftSide["mappings"][number]["direction"];

export interface ChosenPreset {
  readonly preset: AccessPresetInput["preset"];
  readonly side: string;
  /** Refs of the fields that it is for. */
  readonly fields: readonly string[];
}

/** The sides with their directions as the preset has them, by the same rule as for a registry that runs. */
export const withPreset = (
  sides: readonly DraftSide[],
  { preset, side, fields }: ChosenPreset,
): DraftSide[] =>
  sides.map((own) => ({
    ...own,
    mappings: own.mappings.map((mapping) =>
      fields.includes(mapping.field) && mapping.direction !== "off"
        ? { ...mapping, direction: directionIn(preset, own.ref === side, mapping.direction) }
        : mapping,
    ),
  }));

function directionIn(preset: ChosenPreset["preset"], isNamed: boolean, direction: Direction): Direction {
  const counts = direction === "out" ? "both" : direction;
  if (preset === "foundation" || preset === "governed") return isNamed ? counts : "out";
  if (!isNamed) return direction;
  return preset === "may-not-edit" ? "out" : counts;
}

/** What keeps the preset from holding: a side that cannot put edits back, or nobody who could edit any more; null = nothing. */
export function presetFault(
  sides: readonly DraftSide[],
  chosen: ChosenPreset,
  isReadOnly: (side: string, sideField: string) => boolean,
): { readonly field: string; readonly reason: "not-mapped" | "read-only" | "nobody" } | null {
  const turned = withPreset(sides, chosen);
  for (const field of chosen.fields) {
    const mapped = turned.flatMap((side) =>
      side.mappings
        .filter((own) => own.field === field && own.direction !== "off")
        .map((own) => ({ side, own })),
    );
    if (mapped.every(({ side }) => side.ref !== chosen.side)) return { field, reason: "not-mapped" };
    if (mapped.some(({ side, own }) => own.direction === "out" && isReadOnly(side.ref, own.sideField)))
      return { field, reason: "read-only" };
    if (mapped.every(({ own }) => own.direction === "out")) return { field, reason: "nobody" };
  }
  return null;
}
