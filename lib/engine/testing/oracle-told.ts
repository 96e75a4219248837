import type { Acknowledgement, CellWrite, MergeRules, RowIssue, RowState, SideWrite } from "../row";
import type { Cells, Value } from "../value";
import type { Cell } from "./oracle-cell";
import { holdsValue, maps, type Side, same, writes } from "./oracle-side";

/** What one side comes to by a merged row. */
export interface Told {
  readonly write: SideWrite | null;
  readonly agrees: boolean;
  readonly acknowledgement: Acknowledgement | null;
  readonly issues: readonly Omit<RowIssue, "message">[];
}

type Standing = "unread" | "stays" | "shows it" | "to be told" | "refuses" | "cannot be told";

/** Rules 14 and 15: how one cell of a side that has the row stands to what was merged. */
function standingOf(side: Side, cell: Cell): Standing {
  if (side.shows[cell.field] === undefined) return "unread";
  if (cell.value === undefined) return "stays";
  if (!side.rules.project(cell.field, cell.value).ok) {
    if (same(side.shows[cell.field], cell.value)) return "shows it";
    return writes(side.rules, cell.field) ? "refuses" : "cannot be told";
  }
  if (holdsValue(side, cell.field, cell.value)) return "shows it";
  return writes(side.rules, cell.field) ? "to be told" : "cannot be told";
}

export function updated(side: Side, cells: readonly Cell[], state: RowState): Told {
  const mapped = cells.filter(({ field }) => maps(side.rules, field));
  const stands = mapped.map((cell) => [cell, standingOf(side, cell)] as const);
  const toWrite = stands.filter(([, standing]) => standing === "to be told").map(([cell]) => cell);
  const written = toWrite.map(({ field, value }): CellWrite => {
    return { field, before: side.shows[field] ?? null, after: value ?? null };
  });
  const after = acknowledgedBy(side, stands, state, true);
  const failed = acknowledgedBy(side, stands, state, false);
  return {
    write: written.length === 0 ? null : { op: "update", sideId: side.id, cells: written },
    agrees: stands.every(([, standing]) => standing === "shows it"),
    acknowledgement: news(side, after, failed),
    issues: stands
      .filter(([, standing]) => standing === "refuses")
      .map(([cell]) => refusal(side, cell.field, cell.value ?? null)),
  };
}

/** Rule 17. `isDone` = the side's write went through, or it has none. */
function acknowledgedBy(
  side: Side,
  stands: readonly (readonly [Cell, Standing])[],
  state: RowState,
  isDone: boolean,
): Cells {
  const entries = stands.map(([cell, standing]) => {
    if (standing === "shows it" || (standing === "to be told" && isDone)) return [cell.field, cell.value];
    return [cell.field, versionKept(side, cell, standing, state.base?.[cell.field])];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The version a side stands at that does not get the merged value. */
function versionKept(side: Side, cell: Cell, standing: Standing, base: Value | undefined): Value | undefined {
  const before = side.acknowledged?.[cell.field];
  if (standing === "unread") return before;
  if (base !== undefined && holdsValue(side, cell.field, base)) return base;
  if (before === undefined ? side.shows[cell.field] === null : holdsValue(side, cell.field, before)) {
    return before;
  }
  return isJudgedForGood(cell, standing) ? side.shows[cell.field] : before;
}

/** Rule 12: a judged edit is judged once, also where it cannot be overwritten. */
function isJudgedForGood(cell: Cell, standing: Standing): boolean {
  if (standing === "refuses" || standing === "cannot be told") return true;
  return standing === "to be told" && cell.conflict !== null && cell.value !== undefined;
}

/** Rule 16: a row is made on a side only with its whole key. */
export function created(side: Side, cells: readonly Cell[], rules: MergeRules): Told {
  const wanted = cells.filter(({ field, value }) => writes(side.rules, field) && value !== undefined);
  const isTaken = ({ field, value }: Cell) => side.rules.project(field, value ?? null).ok;
  const given = Object.fromEntries(wanted.filter(isTaken).map(({ field, value }) => [field, value ?? null]));
  const refused = wanted
    .filter((cell) => !isTaken(cell))
    .map(({ field, value }) => refusal(side, field, value ?? null));
  const nothing: Told = {
    write: null,
    agrees: false,
    acknowledgement: news(side, null, null),
    issues: [],
  };
  const isWritten = Object.keys(side.rules.directions).some((field) => writes(side.rules, field));
  if (!side.rules.mayCreate || !isWritten) return nothing;
  const missing = rules.key.find((field) => (given[field] ?? "") === "");
  if (missing !== undefined) {
    const isSaid = refused.some(({ field }) => field === missing);
    const unsettled = { sideId: side.id, field: missing, reason: "key-not-settled" };
    return { ...nothing, issues: isSaid ? refused : [...refused, unsettled] };
  }
  return {
    write: { op: "create", sideId: side.id, cells: given },
    agrees: false,
    acknowledgement: news(side, given, null),
    issues: refused,
  };
}

function refusal(side: Side, field: string, value: Value): Omit<RowIssue, "message"> {
  const projected = side.rules.project(field, value);
  return { sideId: side.id, field, reason: projected.ok ? "" : projected.reason };
}

/** Only what changes is said; a side that lost the row is always told about. */
export function news(side: Side, cells: Cells | null, otherwise: Cells | null): Acknowledgement | null {
  const isAsBefore = (after: Cells | null) => textOf(after) === textOf(side.acknowledged);
  if (isAsBefore(cells) && isAsBefore(otherwise)) return null;
  return { sideId: side.id, cells, otherwise };
}

function textOf(cells: Cells | null): string {
  return JSON.stringify(cells === null ? null : Object.entries(cells).sort(([a], [b]) => (a < b ? -1 : 1)));
}
