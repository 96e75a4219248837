import type { Direction, Strategy } from "./field";
import type { MergeRules, SideRules } from "./row";

export interface PreparedField {
  readonly id: string;
  /** Multi-select and relation: merged member by member. */
  readonly isSet: boolean;
  readonly strategy: Strategy;
  /** The side that wins under the strategy `authority`. */
  readonly authority: string | null;
  /** The side whose value stands where the cell was never merged before. */
  readonly winner: string | null;
  /** The side that fills the field where it is mapped anew; null = it is not, or nobody said. */
  readonly filledFrom: string | null;
}

export interface PreparedSide {
  readonly rules: SideRules;
  readonly sideId: string;
  /** Ids of the fields that are not off here. */
  readonly mapped: readonly string[];
  /** Edits and deletions here count: at least one field is read. */
  readonly votes: boolean;
  /** At least one field is written here. */
  readonly takesWrites: boolean;
}

/** `MergeRules` worked out once for all rows of a run. */
export interface PreparedRules {
  readonly rules: MergeRules;
  readonly fields: readonly PreparedField[];
  /** In the order of application. */
  readonly sides: readonly PreparedSide[];
  readonly bySide: ReadonlyMap<string, PreparedSide>;
  readonly sideIds: readonly string[];
}

export function prepareRules(rules: MergeRules): PreparedRules {
  const sides = [...rules.sides]
    .sort((a, b) => a.position - b.position || (a.sideId < b.sideId ? -1 : 1))
    .map((side) => prepareSide(side, rules));
  return {
    rules,
    fields: rules.fields.map((field) => ({
      id: field.id,
      isSet: field.type === "multi-select" || field.type === "relation",
      ...(rules.strategyByField[field.id] ?? { strategy: rules.strategy, authority: rules.authority }),
      winner: rules.winners.fields[field.id] ?? rules.winners.default,
      filledFrom: rules.filledFrom?.[field.id] ?? null,
    })),
    sides,
    bySide: new Map(sides.map((side) => [side.sideId, side])),
    sideIds: sides.map((side) => side.sideId),
  };
}

function prepareSide(side: SideRules, rules: MergeRules): PreparedSide {
  const mapped = rules.fields.map((field) => field.id).filter((id) => directionOf(side, id) !== "off");
  return {
    rules: side,
    sideId: side.sideId,
    mapped,
    votes: mapped.some((id) => isRead(directionOf(side, id))),
    takesWrites: mapped.some((id) => isWritten(directionOf(side, id))),
  };
}

/**
 * The rules by which what changed on these sides is put back: they are written to and not read, so neither their
 * edits nor their losses count. What was only read there is not written either.
 */
export function puttingBack(rules: MergeRules, sideIds: ReadonlySet<string>): MergeRules {
  const sides = rules.sides.map((side) => {
    if (!sideIds.has(side.sideId)) return side;
    const directions = Object.entries(side.directions).map(
      ([id, direction]) => [id, isWritten(direction) ? "out" : "off"] as const,
    );
    return { ...side, directions: Object.fromEntries(directions) };
  });
  return { ...rules, sides };
}

export function directionOf(side: SideRules, fieldId: string): Direction {
  return side.directions[fieldId] ?? "off";
}

/** Edits of such a cell take part in the merge. */
export function isRead(direction: Direction): boolean {
  return direction === "both" || direction === "in";
}

export function isWritten(direction: Direction): boolean {
  return direction === "both" || direction === "out";
}
