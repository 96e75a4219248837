import { acknowledgedAfter } from "../acknowledge";
import { directionOf } from "../prepare";
import type { MergeRules, Observed, RowDecision, RowState, SideRules, SideState, SideWrite } from "../row";
import type { Cells, Value } from "../value";

/**
 * The row as the next run finds it, if `succeeds` says for each side whether its write went through. An order is
 * given to one run, unless it could not decide about the row.
 */
export function applyDecision(
  state: RowState,
  decision: RowDecision,
  rules: MergeRules,
  succeeds: (sideId: string) => boolean = () => true,
): RowState {
  const sides = state.sides.map((own) => nextSide(own, decision, rules, succeeds(own.sideId)));
  if (decision.outcome === "frozen" || decision.outcome === "outside") return { ...state, sides };
  const leaves = decision.outcome === "deleted" && decision.writes.every((write) => succeeds(write.sideId));
  if (leaves) {
    const unlinked = sides.map((own) => ({
      ...own,
      acknowledged: null,
      observed: own.observed.state === "present" ? own.observed : ({ state: "never" } as const),
    }));
    return { ...state, base: null, origins: {}, sides: unlinked, order: null };
  }
  if (decision.outcome === "deleted") return { ...state, sides };
  return { ...state, base: decision.cells, origins: decision.origins, sides, order: null };
}

function nextSide(own: SideState, decision: RowDecision, rules: MergeRules, done: boolean): SideState {
  const side = rules.sides.find((candidate) => candidate.sideId === own.sideId);
  if (side === undefined) throw new Error(`No rules for side ${own.sideId}`);
  const acknowledged = acknowledgedAfter(decision, own.sideId, own.acknowledged, done);
  const write = decision.writes.find((candidate) => candidate.sideId === own.sideId);
  const observed = done && write !== undefined ? written(own, write, side) : own.observed;
  const isUnlinked = acknowledged === null && observed.state === "absent";
  return { sideId: own.sideId, acknowledged, observed: isUnlinked ? { state: "never" } : observed };
}

function written(own: SideState, write: SideWrite, side: SideRules): Observed {
  switch (write.op) {
    case "create": {
      const cells: Record<string, Value> = {};
      for (const id of Object.keys(side.directions)) {
        if (directionOf(side, id) !== "off") cells[id] = image(side, id, write.cells[id] ?? null);
      }
      return { state: "present", cells, unknown: [], origin: null };
    }
    case "update": {
      const cells: Record<string, Value> = { ...shownBy(own, side) };
      for (const { field, after } of write.cells) cells[field] = image(side, field, after);
      const before = own.observed.state === "present" ? own.observed : { unknown: [], invalid: [] };
      const told = new Set(write.cells.map(({ field }) => field));
      const invalid = (before.invalid ?? []).filter((field) => !told.has(field));
      return { state: "present", cells, unknown: before.unknown, invalid, origin: null };
    }
    case "delete":
      return { state: "absent", origin: null };
  }
}

/** What a side shows of the row: its cells, or the projection of what it acknowledged if it was not read. */
export function shownBy(own: SideState, side: SideRules): Cells {
  if (own.observed.state === "present") return own.observed.cells;
  if (own.observed.state !== "carried") return {};
  const cells: Record<string, Value> = {};
  for (const [id, value] of Object.entries(own.acknowledged ?? {})) cells[id] = image(side, id, value);
  return cells;
}

function image(side: SideRules, field: string, value: Value): Value {
  const projected = side.project(field, value);
  return projected.ok ? projected.value : value;
}
