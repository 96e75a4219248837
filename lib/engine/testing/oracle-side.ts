import type { MergeRules, Origin, RowState, SideRules } from "../row";
import type { Cells, Value } from "../value";

/**
 * The oracle: SPEC.md's rules once more, each a plain function that quotes its number, for the merge table to hold the
 * merge against. It shares with the merge the shapes of what goes in and comes out, and nothing else: whoever changes
 * one of the two for the other's sake has taken the table its worth. It knows no orders, choices, invalid edits or
 * filters.
 */

/** A side as SPEC.md's "States" sees it. */
export interface Side {
  readonly id: string;
  readonly rules: SideRules;
  /**
   * here = it has the row; lost = it had the row and it is proven gone; without = it does not have it; unknown = its
   * edits would count, and it is not readable; apart = it takes no part, or nobody needs what is not readable there.
   */
  readonly row: "here" | "lost" | "without" | "unknown" | "apart";
  /** Its edits and losses count. */
  readonly counts: boolean;
  readonly origin: Origin | null;
  readonly acknowledged: Cells | null;
  /** What it shows of the row; a field without an entry is unread. */
  readonly shows: Cells;
}

export function same(a: Value | undefined, b: Value | undefined): boolean {
  return a === b || (Array.isArray(a) && JSON.stringify(a) === JSON.stringify(b));
}

/** Rule 14: in = never written, out = never merged, off = ignored. */
export function reads(side: SideRules, field: string): boolean {
  return side.directions[field] === "both" || side.directions[field] === "in";
}

export function writes(side: SideRules, field: string): boolean {
  return side.directions[field] === "both" || side.directions[field] === "out";
}

export function maps(side: SideRules, field: string): boolean {
  return reads(side, field) || writes(side, field);
}

/** What the side would show of a value; one that it refuses it can only hold from before, as it stands. */
export function imageOf(side: SideRules, field: string, value: Value): Value {
  const projected = side.project(field, value);
  return projected.ok ? projected.value : value;
}

/** Rule 2: holding is judged by projection. */
export function holdsValue(side: Side, field: string, value: Value): boolean {
  const shown = side.shows[field];
  return shown !== undefined && same(imageOf(side.rules, field, value), shown);
}

/** Every side of the rules, in their order. */
export function sidesOf(state: RowState, rules: MergeRules): readonly Side[] {
  return rules.sides.map((side) => sideOf(side, state, rules));
}

/** SPEC.md, "A row on a side". */
function sideOf(side: SideRules, state: RowState, { fields }: MergeRules): Side {
  const own = state.sides.find(({ sideId }) => sideId === side.sideId);
  const counts = fields.some(({ id }) => reads(side, id));
  const acknowledged = own?.acknowledged ?? null;
  const plain = { id: side.sideId, rules: side, counts, origin: null, acknowledged, shows: {} };
  const unreadable: Side = { ...plain, row: counts ? "unknown" : "apart" };
  if (own === undefined) return { ...plain, row: "apart" };
  const { observed } = own;
  switch (observed.state) {
    case "present": {
      const read = Object.entries(observed.cells).filter(([field]) => !observed.unknown.includes(field));
      return { ...plain, row: "here", origin: observed.origin, shows: Object.fromEntries(read) };
    }
    case "carried": {
      if (acknowledged === null) return unreadable;
      const stands = Object.entries(acknowledged);
      const images = stands.map(([field, value]) => [field, imageOf(side, field, value)] as const);
      return { ...plain, row: "here", shows: Object.fromEntries(images) };
    }
    case "absent":
      return { ...plain, row: state.base === null || acknowledged === null ? "without" : "lost" };
    case "unknown":
      return unreadable;
    case "never":
      return { ...plain, row: "without" };
  }
}
