import type { Candidate } from "./conflict";
import { holds } from "./projection";
import type { Value } from "./value";
import { type SideView, shownCell, votesOn } from "./view";

/** A side's edit of one cell: it shows neither the base nor what it acknowledged. */
export interface Edit extends Candidate {
  readonly sideId: string;
  readonly view: SideView;
  /** Undefined = nothing was ever agreed here. */
  readonly acknowledged: Value | undefined;
  /** Not set aside by a rule: only such an edit takes part in the merge. */
  readonly isValid: boolean;
}

/** The edits of a cell on the sides that count, cells that could not be read left out. */
export function editsOf(
  fieldId: string,
  views: readonly SideView[],
  base: Value | undefined,
): readonly Edit[] {
  return views.flatMap((view) => {
    const shown = votesOn(view, fieldId) ? shownCell(view, fieldId) : undefined;
    const edit = shown === undefined ? null : editOf(fieldId, view, shown, base);
    return edit === null ? [] : [edit];
  });
}

/** What the side shows as an edit; null = it is none. */
export function editOf(fieldId: string, view: SideView, shown: Value, base: Value | undefined): Edit | null {
  const side = view.side.rules;
  if (base !== undefined && holds(side, fieldId, base, shown)) return null;
  // A lost base leaves nothing to compare with, whatever the side had acknowledged.
  const acknowledged = base === undefined ? undefined : view.acknowledged?.[fieldId];
  if (acknowledged === undefined) {
    // Nothing was ever agreed here, so an empty cell is no edit.
    if (shown === null) return null;
  } else if (holds(side, fieldId, acknowledged, shown)) return null;
  const isValid = !view.invalid.includes(fieldId);
  return { sideId: side.sideId, value: shown, origin: view.origin, view, acknowledged, isValid };
}
