import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { AccessPresetInput } from "@/lib/services/registries/registry-input";
import type { SideView } from "@/lib/services/registries/registry-view";

interface Picked {
  readonly preset: AccessPresetInput["preset"];
  readonly side: string | null;
  readonly fields: readonly string[];
}

/** What the preset will mean, as one sentence; null while something is still to be chosen. */
export function presetSentence(
  { preset, side, fields }: Picked,
  sides: readonly Pick<SideView, "id" | "kind" | "title">[],
): string | null {
  const named = sides.find(({ id }) => id === side);
  if (!named || fields.length === 0) return null;
  const where = `${kindWord(named.kind)} (${sideName(named)})`;
  const what = fields.join(", ");
  switch (preset) {
    case "foundation":
      return `Every field is edited in ${where} only; edits elsewhere are put back.`;
    case "governed":
      return `${what}: edited in ${where} only; edits elsewhere are put back.`;
    case "may-not-edit":
      return `${where} may not edit ${what}: edits there are put back.`;
    case "may-edit":
      return `${where} may edit ${what} again.`;
    default:
      return preset satisfies never;
  }
}
