import type { MergeRules, Origin, RowDecision, RowIssue, RowState } from "../row";
import type { Cells } from "../value";
import { type Cell, cellOf } from "./oracle-cell";
import { imageOf, maps, type Side, same, sidesOf, writes } from "./oracle-side";
import { created, type Told, updated } from "./oracle-told";

/** What SPEC.md says of a row, words left out. */
export type Prediction = Pick<
  RowDecision,
  "outcome" | "cells" | "origins" | "writes" | "agreed" | "acknowledgements" | "conflicts"
> & { readonly issues: readonly Omit<RowIssue, "message">[] };

/** What is to become of a row by SPEC.md; see `oracle-side.ts` for what this is, and is not. */
export function predict(state: RowState, rules: MergeRules): Prediction {
  const sides = sidesOf(state, rules);
  if (isRowFrozen(sides) || isNoRow(sides, state)) return unmoved(state);
  const cells = rules.fields.map((field) => cellOf(field, sides, state, rules));
  const loss = lossOf(sides, cells, state, rules);
  switch (loss.is) {
    case "undecided":
      return unmoved(state);
    case "the row leaves":
      return leaving(sides, state, rules);
    case "no loss":
    case "kept where it was made":
    case "beaten by an edit":
      return merged(sides, cells, loss, state, rules);
  }
}

/** Rule 1: unknown freezes the row, on a side whose edits count. */
function isRowFrozen(sides: readonly Side[]): boolean {
  return sides.some((side) => side.row === "unknown");
}

/** Rule 16: what only written-to sides hold is no row of the registry. */
function isNoRow(sides: readonly Side[], state: RowState): boolean {
  return state.base === null && !sides.some((side) => side.row === "here" && side.counts);
}

function unmoved(state: RowState): Prediction {
  return { ...still(state), outcome: "frozen" };
}

function still({ base, origins }: RowState): Prediction {
  const nothing = { writes: [], agreed: [], acknowledgements: [], conflicts: [], issues: [] };
  return { ...nothing, outcome: "merged", cells: base, origins };
}

type Loss =
  | { readonly is: "no loss" | "undecided" | "the row leaves" }
  | { readonly is: "kept where it was made"; readonly barredBy: readonly string[] }
  | {
      readonly is: "beaten by an edit";
      readonly deletedOn: readonly string[];
      readonly editedOn: readonly string[];
    };

/** Rules 21 to 26. */
function lossOf(sides: readonly Side[], cells: readonly Cell[], state: RowState, rules: MergeRules): Loss {
  const losers = sides.filter((side) => side.row === "lost" && side.counts);
  const holders = sides.filter((side) => side.row === "here");
  const owners = holders.filter((side) => side.counts);
  if (losers.length === 0) return { is: "no loss" };
  const isLocal = rules.deletes === "never";
  if (isLocal && holders.length > 0) return { is: "kept where it was made", barredBy: [] };
  if (isUndecided(sides, cells)) return { is: "undecided" };
  if (isLocal || owners.length === 0) return { is: "the row leaves" };
  const editors = new Set([...cells.flatMap(({ editedOn }) => editedOn), ...unseenOn(owners, losers, state)]);
  if (editors.size > 0) {
    const editedOn = owners.filter(({ id }) => editors.has(id));
    return {
      is: "beaten by an edit",
      deletedOn: losers.map(({ id }) => id),
      editedOn: editedOn.map(({ id }) => id),
    };
  }
  const barredBy = owners.filter((side) => !side.rules.mayDelete).map(({ id }) => id);
  return barredBy.length > 0 ? { is: "kept where it was made", barredBy } : { is: "the row leaves" };
}

/** Rule 23. */
function isUndecided(sides: readonly Side[], cells: readonly Cell[]): boolean {
  return sides.some((side) => side.row === "apart") || cells.some(({ isFrozen }) => isFrozen);
}

/** Rule 22: the sides that stand for merged values which no deleting side had received; rule 21: one is enough. */
function unseenOn(owners: readonly Side[], losers: readonly Side[], state: RowState): readonly string[] {
  const missed = losers.map((loser) => missedBy(loser, state));
  if (missed.some((fields) => fields.length === 0)) return [];
  const stands = owners.filter((side) =>
    missed.flat().some((field) => {
      const [base, agreed] = [state.base?.[field], side.acknowledged?.[field]];
      if (base === undefined || agreed === undefined) return false;
      return same(agreed, base) || same(imageOf(side.rules, field, base), agreed);
    }),
  );
  return (stands.length > 0 ? stands : owners).map(({ id }) => id);
}

/** Fields whose merged value could have reached the side and would have looked different there. */
function missedBy(loser: Side, state: RowState): readonly string[] {
  return Object.entries(state.base ?? {})
    .filter(([field, base]) => {
      if (!writes(loser.rules, field)) return false;
      const agreed = loser.acknowledged?.[field];
      if (agreed === undefined) return base !== null;
      if (!loser.rules.project(field, base).ok) return false;
      return (
        !same(agreed, base) && !same(imageOf(loser.rules, field, agreed), imageOf(loser.rules, field, base))
      );
    })
    .map(([field]) => field);
}

/** Rules 21 and 25: deleted where it is held; a side that may not delete keeps its record, with an issue. */
function leaving(sides: readonly Side[], state: RowState, { fields }: MergeRules): Prediction {
  const holders = sides.filter((side) => side.row === "here");
  const expectOn = (side: Side) =>
    fields.filter(({ id }) => maps(side.rules, id) && side.shows[id] !== undefined).map(({ id }) => id);
  return {
    ...still(state),
    outcome: "deleted",
    cells: null,
    origins: {},
    writes: holders
      .filter((side) => side.rules.mayDelete)
      .map((side) => ({ op: "delete", sideId: side.id, expect: picked(side.shows, expectOn(side)) })),
    issues: holders.filter((side) => !side.rules.mayDelete).map(({ id }) => mayNotDelete(id)),
  };
}

function picked(cells: Cells, fields: readonly string[]): Cells {
  return Object.fromEntries(fields.map((field) => [field, cells[field] ?? null]));
}

const mayNotDelete = (sideId: string) => ({ sideId, field: null, reason: "may-not-delete" });

function merged(
  sides: readonly Side[],
  cells: readonly Cell[],
  loss: Loss,
  state: RowState,
  rules: MergeRules,
): Prediction {
  const told = sides.map((side) => [side.id, toldTo(side, cells, loss, state, rules)] as const);
  const conflicts = cells.flatMap(({ conflict }) => (conflict === null ? [] : [conflict]));
  const issues = told.flatMap(([, { issues }]) => issues);
  const prediction: Prediction = {
    outcome: "merged",
    cells: { ...state.base, ...valuesOf(cells) },
    origins: originsOf(cells, state),
    writes: told.flatMap(([, { write }]) => (write === null ? [] : [write])),
    agreed: told.filter(([, { agrees }]) => agrees).map(([id]) => id),
    acknowledgements: told.flatMap(([, { acknowledgement }]) =>
      acknowledgement === null ? [] : [acknowledgement],
    ),
    conflicts,
    issues,
  };
  if (loss.is === "kept where it was made") {
    return { ...prediction, issues: [...issues, ...loss.barredBy.map(mayNotDelete)] };
  }
  if (loss.is !== "beaten by an edit") return prediction;
  const { deletedOn, editedOn } = loss;
  const record = {
    kind: "delete-edit",
    deletedOn,
    editedOn,
    survives: true,
    decidedBy: "edit survives",
  } as const;
  return { ...prediction, conflicts: [record, ...conflicts] };
}

/** Rules 22, 24 and 25 for a side that lost the row: it comes back, unless the loss stays where it was made. */
function toldTo(side: Side, cells: readonly Cell[], loss: Loss, state: RowState, rules: MergeRules): Told {
  const untouched: Told = { write: null, agrees: false, acknowledgement: null, issues: [] };
  switch (side.row) {
    case "here":
      return updated(side, cells, state);
    case "without":
      return created(side, cells, rules);
    case "lost":
      return side.counts && loss.is === "kept where it was made" ? untouched : created(side, cells, rules);
    case "apart":
    case "unknown":
      return untouched;
  }
}

function valuesOf(cells: readonly Cell[]): Cells {
  const settled = cells.filter(({ value }) => value !== undefined);
  return Object.fromEntries(settled.map(({ field, value }) => [field, value ?? null]));
}

/** Rule 13: origins move with values, and with what they beat. */
function originsOf(cells: readonly Cell[], state: RowState): Readonly<Record<string, Origin>> {
  const origins = new Map(Object.entries(state.origins));
  for (const { field, value, origin, conflict } of cells) {
    const isAsBefore = same(value ?? null, state.base?.[field] ?? null) && conflict === null;
    if (value === undefined || origin === undefined || isAsBefore) continue;
    if (origin === null) origins.delete(field);
    else origins.set(field, origin);
  }
  return Object.fromEntries(origins);
}
