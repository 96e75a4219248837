import type { MergedCells } from "./cell-merge";
import { directionOf, isWritten } from "./prepare";
import { holds } from "./projection";
import type { RowState } from "./row";
import { valuesEqual } from "./value";
import type { SideView } from "./view";

/**
 * What a row's loss on one side means.
 *
 * - none: no side whose deletions count lost it.
 * - local: it stays where it is; `heldBy` names the sides that may not delete, empty if the policy is `never`.
 * - everywhere: it leaves.
 * - survives: someone edited what the deletion never saw, or a person wants it kept; it comes back where it was
 *   deleted.
 * - frozen: too little is known to tell.
 */
export type Deletion =
  | { readonly kind: "none" }
  | { readonly kind: "local"; readonly heldBy: readonly string[] }
  | { readonly kind: "everywhere" }
  | {
      readonly kind: "survives";
      readonly deletedOn: readonly string[];
      readonly editedOn: readonly string[];
      readonly decidedBy: string;
    }
  | { readonly kind: "frozen"; readonly reason: string };

export function judgeDeletion(row: MergedCells): Deletion {
  const { views, outcomes, rules, state } = row;
  const losers = losersOf(views);
  if (losers.length === 0) return { kind: "none" };
  const holders = views.filter((view) => view.kind === "holds");
  const voters = holders.filter((view) => view.side.votes);
  const survives = (editedOn: readonly string[], decidedBy: string): Deletion => {
    return { kind: "survives", deletedOn: idsOf(losers), editedOn, decidedBy };
  };
  if (state.order?.keep) return survives(editors(voters, losers, row), "person");
  const isLocal = rules.rules.deletes === "never";
  if (isLocal && holders.length > 0) return { kind: "local", heldBy: [] };
  // A side that takes no part may hold the row or an edit of it: it would bring the row back later.
  if (views.some((view) => view.kind === "away")) {
    return { kind: "frozen", reason: "It was deleted on one side while another took no part in the run." };
  }
  if (isLocal) return { kind: "everywhere" };
  if (outcomes.some((outcome) => outcome.frozen)) {
    return {
      kind: "frozen",
      reason: "It was deleted on one side while a cell on another could not be read.",
    };
  }
  const editedOn = editors(voters, losers, row);
  if (isEditedByOrder(row)) return survives(editedOn, "person");
  if (voters.length === 0) return { kind: "everywhere" };
  if (editedOn.length > 0) return survives(editedOn, "edit survives");
  const keepers = voters.filter((view) => !view.side.rules.mayDelete);
  return keepers.length > 0 ? { kind: "local", heldBy: idsOf(keepers) } : { kind: "everywhere" };
}

/** The sides whose deletions count and that lost the row. */
export function losersOf(views: readonly SideView[]): readonly SideView[] {
  return views.filter((view) => view.kind === "gone" && view.side.votes);
}

/** A value given by hand is an edit that no deletion has seen. */
function isEditedByOrder({ outcomes, state }: MergedCells): boolean {
  return outcomes.some(
    ({ isOrdered, field, value }) => isOrdered && !valuesEqual(value ?? null, state.base?.[field] ?? null),
  );
}

/** The sides with an edit that no deleting side had seen: made since, or merged but never received there. */
function editors(
  voters: readonly SideView[],
  losers: readonly SideView[],
  { outcomes, state }: MergedCells,
): readonly string[] {
  const edited = new Set(outcomes.flatMap((outcome) => outcome.changedOn));
  const unseen = losers.map((loser) => unseenFields(loser, state));
  const isInformed = unseen.some((fields) => fields.length === 0);
  if (!isInformed) for (const side of sourcesOf(unseen.flat(), voters, state)) edited.add(side);
  return voters.map((view) => view.side.sideId).filter((id) => edited.has(id));
}

/** Fields whose merged value the side could have received but had not when it lost the row. */
function unseenFields(loser: SideView, state: RowState): readonly string[] {
  const side = loser.side.rules;
  return loser.side.mapped.filter((id) => {
    const base = state.base?.[id];
    if (base === undefined || !isWritten(directionOf(side, id))) return false;
    const acknowledged = loser.acknowledged?.[id];
    if (acknowledged === undefined) return base !== null;
    if (valuesEqual(acknowledged, base)) return false;
    const before = side.project(id, acknowledged);
    const after = side.project(id, base);
    return after.ok && !(before.ok && valuesEqual(before.value, after.value));
  });
}

/** Who stands for those fields' merged values; any holder, if nobody acknowledged them. */
function sourcesOf(
  fields: readonly string[],
  voters: readonly SideView[],
  state: RowState,
): readonly string[] {
  const sources = voters.filter((view) =>
    fields.some((id) => {
      const base = state.base?.[id];
      const acknowledged = view.acknowledged?.[id];
      return (
        base !== undefined && acknowledged !== undefined && holds(view.side.rules, id, base, acknowledged)
      );
    }),
  );
  return idsOf(sources.length > 0 ? sources : voters);
}

function idsOf(views: readonly SideView[]): readonly string[] {
  return views.map((view) => view.side.sideId);
}
