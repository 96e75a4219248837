import type { DeletePolicy } from "./field";
import type { MovedCells } from "./moved-cells";

/** Fractions are of 1; a floor is the number that never trips a brake, however small the registry. */
export interface BrakeLimits {
  readonly deletes: { readonly fraction: number; readonly floor: number };
  readonly validationErrors: { readonly fraction: number; readonly floor: number };
  readonly changedRows: { readonly fraction: number; readonly floor: number };
  /** hold = a person is asked; allow = it goes through and is only recorded. */
  readonly schemaChange: "hold" | "allow";
  readonly orphans: "hold" | "allow";
  readonly renames: "hold" | "allow";
  readonly movedCells: "hold" | "allow";
}

export const DEFAULT_LIMITS: BrakeLimits = {
  deletes: { fraction: 0.1, floor: 5 },
  validationErrors: { fraction: 0.01, floor: 5 },
  changedRows: { fraction: 0.5, floor: 20 },
  schemaChange: "hold",
  orphans: "hold",
  renames: "hold",
  movedCells: "hold",
};

export interface SideStats {
  readonly sideId: string;
  /** Shown in messages. */
  readonly name: string;
  /** Why the read is not proven complete; null = it is. */
  readonly incompleteBecause: string | null;
  /** Rows of the base that this side had acknowledged when the run began. */
  readonly rowsInBase: number;
  readonly rowsSeen: number;
  /** Rows carried from the shadow by a delta read: seen, in effect. */
  readonly rowsCarried: number;
  /** Rows that this run would delete here. */
  readonly deletes: number;
  /** Rows that earlier runs deleted here in the last 24 hours. */
  readonly recentDeletes: number;
}

export interface RunStats {
  readonly deletePolicy: DeletePolicy;
  readonly sides: readonly SideStats[];
  /** Rows of the base; 0 = the first sync. */
  readonly rowsInBase: number;
  /** Rows of the base that any write of this run concerns. */
  readonly rowsChanged: number;
  readonly rowsValidated: number;
  readonly validationErrors: number;
  /** Relations that would point at no row. */
  readonly orphans: number;
  /** What changed in a side's shape since the last writing run, one sentence each. */
  readonly schemaChanges: readonly string[];
  /** What changed in mapping, filter or normaliser since then, one sentence each. */
  readonly settingChanges: readonly string[];
  /** Rows whose key seems to have been changed on a side without record ids. */
  readonly renames: number;
  /** Sides whose edits look like cells that went from row to row; fields by name. */
  readonly movedCells: readonly MovedCells[];
  /** Fields, by name, that only an approved run may change, and how many of their cells this one would. */
  readonly approvals: readonly { readonly field: string; readonly cells: number }[];
  /** What a person is to look at first, in words: set for runs that are always shown before they write. */
  readonly preview: string | null;
  /** Sides that a person ordered to be put back: that they lost much is known and wanted to be undone. */
  readonly puttingBackOn: readonly string[];
}

export type BrakeKind =
  | "incomplete-read"
  | "emptied-side"
  | "deletes"
  | "deletes-24h"
  | "unconfirmed-deletes"
  | "validation-errors"
  | "most-rows-changed"
  | "schema-change"
  | "setting-change"
  | "orphans"
  | "renames"
  | "moved-cells"
  | "approval-required"
  | "preview";

/** hold = a person may approve the plan; stop = nobody can: the run ends and reads again. */
export interface Brake {
  readonly kind: BrakeKind;
  readonly sideId: string | null;
  /** What was counted, the greatest count that would have passed, and of how many. */
  readonly value: number;
  readonly limit: number;
  readonly total: number;
  readonly severity: "hold" | "stop";
  readonly message: string;
}

/** Every brake that this run trips, sides in order. Pure: the same numbers always give the same brakes. */
export function applyBrakes(stats: RunStats, limits: BrakeLimits = DEFAULT_LIMITS): readonly Brake[] {
  const found = [
    ...stats.sides.flatMap((side) => [
      incompleteRead(side),
      emptiedSide(side, stats),
      deletes(side, stats.deletePolicy, limits),
      deletesOfDay(side, stats.deletePolicy, limits),
    ]),
    validationErrors(stats, limits),
    mostRowsChanged(stats, limits),
    schemaChange(stats, limits),
    settingChange(stats),
    orphans(stats, limits),
    renames(stats, limits),
    ...stats.movedCells.map((moved) => movedCells(moved, stats, limits)),
    ...stats.approvals.map(approvalRequired),
    preview(stats),
  ];
  return found.filter((brake) => brake !== null);
}

/** What the brakes together do to the run; null = it goes on. */
export function severityOf(brakes: readonly Brake[]): Brake["severity"] | null {
  if (brakes.some((brake) => brake.severity === "stop")) return "stop";
  return brakes.length > 0 ? "hold" : null;
}

/** The greatest count that passes. */
function limitOf(total: number, rule: { readonly fraction: number; readonly floor: number }): number {
  return Math.max(rule.floor, Math.floor(total * rule.fraction));
}

function incompleteRead(side: SideStats): Brake | null {
  if (side.incompleteBecause === null) return null;
  const message =
    `${side.name} could not be read completely (${side.incompleteBecause.replace(/[.]$/, "")}), so rows that look deleted may still ` +
    "be there. Nothing was written; the next run reads it again.";
  const counts = { value: side.rowsSeen, limit: 0, total: side.rowsInBase };
  return { kind: "incomplete-read", sideId: side.sideId, ...counts, severity: "stop", message };
}

function emptiedSide(side: SideStats, { puttingBackOn }: RunStats): Brake | null {
  if (side.rowsInBase === 0 || side.rowsSeen + side.rowsCarried > 0) return null;
  if (puttingBackOn.includes(side.sideId)) return null;
  const message = `${side.name} had ${rows(side.rowsInBase)} and now has none.`;
  const counts = { value: side.rowsInBase, limit: 0, total: side.rowsInBase };
  return { kind: "emptied-side", sideId: side.sideId, ...counts, severity: "hold", message };
}

function deletes(side: SideStats, policy: DeletePolicy, limits: BrakeLimits): Brake | null {
  const limit = limitOf(side.rowsInBase, limits.deletes);
  if (policy === "never" || side.deletes <= limit) return null;
  const message = `This run would delete ${part(side.deletes, side.rowsInBase)} on ${side.name}. ${without(limit)}`;
  const counts = { value: side.deletes, limit, total: side.rowsInBase };
  return { kind: "deletes", sideId: side.sideId, ...counts, severity: "hold", message };
}

/** Many small deletions add up: counted over 24 hours against the rows there were before them. */
function deletesOfDay(side: SideStats, policy: DeletePolicy, limits: BrakeLimits): Brake | null {
  const total = side.rowsInBase + side.recentDeletes;
  const limit = limitOf(total, limits.deletes);
  const value = side.deletes + side.recentDeletes;
  const isNew = side.deletes > 0 && side.recentDeletes > 0;
  if (policy === "never" || !isNew || value <= limit) return null;
  const message =
    `With this run, ${part(value, total)} would be deleted on ${side.name} within 24 hours ` +
    `(${count(side.recentDeletes)} before, ${count(side.deletes)} now). ${without(limit)}`;
  return { kind: "deletes-24h", sideId: side.sideId, value, limit, total, severity: "hold", message };
}

function validationErrors(stats: RunStats, limits: BrakeLimits): Brake | null {
  const { validationErrors: value, rowsValidated: total } = stats;
  const limit = limitOf(total, limits.validationErrors);
  if (value <= limit) return null;
  const message = `${part(value, total)} do not meet the registry's rules. ${without(limit)}`;
  return { kind: "validation-errors", sideId: null, value, limit, total, severity: "hold", message };
}

/** So many at once is more often a changed format or time zone than so many edits. */
function mostRowsChanged(stats: RunStats, limits: BrakeLimits): Brake | null {
  const { rowsChanged: value, rowsInBase: total } = stats;
  const limit = limitOf(total, limits.changedRows);
  if (total === 0 || value <= limit || stats.puttingBackOn.length > 0) return null;
  const message =
    `This run would change ${part(value, total)}. Did a format, a time zone or a formula change? ` +
    without(limit);
  return { kind: "most-rows-changed", sideId: null, value, limit, total, severity: "hold", message };
}

function schemaChange({ schemaChanges }: RunStats, limits: BrakeLimits): Brake | null {
  const value = schemaChanges.length;
  if (value === 0 || limits.schemaChange === "allow") return null;
  const message = `The fields changed since the last run: ${schemaChanges.join(" ")}`;
  return { kind: "schema-change", sideId: null, value, limit: 0, total: value, severity: "hold", message };
}

function settingChange({ settingChanges }: RunStats): Brake | null {
  const value = settingChanges.length;
  if (value === 0) return null;
  const message = `The registry's settings changed since the last run: ${settingChanges.join(" ")}`;
  return { kind: "setting-change", sideId: null, value, limit: 0, total: value, severity: "hold", message };
}

function orphans({ orphans: value, rowsInBase: total }: RunStats, limits: BrakeLimits): Brake | null {
  if (value === 0 || limits.orphans === "allow") return null;
  const message = `${count(value)} ${value === 1 ? "relation" : "relations"} would point at a row that does not exist.`;
  return { kind: "orphans", sideId: null, value, limit: 0, total, severity: "hold", message };
}

function renames({ renames: value, rowsInBase: total }: RunStats, limits: BrakeLimits): Brake | null {
  if (value === 0 || limits.renames === "allow") return null;
  const message =
    value === 1
      ? "1 row seems to have a new key: its other cells are unchanged. Approve it as a rename, or check the key."
      : `${count(value)} rows seem to have new keys: their other cells are unchanged. Approve them as renames, or check the keys.`;
  return { kind: "renames", sideId: null, value, limit: 0, total, severity: "hold", message };
}

/** Fields named in a sentence; the rest is counted. */
const FIELDS_NAMED = 3;

function movedCells(
  { sideId, fields, edits: total, moved: value }: MovedCells,
  { sides, puttingBackOn }: RunStats,
  limits: BrakeLimits,
): Brake | null {
  if (limits.movedCells === "allow" || puttingBackOn.includes(sideId)) return null;
  const name = sides.find((side) => side.sideId === sideId)?.name ?? "a side";
  const more = fields.length > FIELDS_NAMED ? ` and ${count(fields.length - FIELDS_NAMED)} more` : "";
  const message =
    `On ${name}, ${count(value)} of ${count(total)} changed cells of ${fields.slice(0, FIELDS_NAMED).join(", ")}${more} ` +
    "show what stood in another row before, as after a sort that left out the other columns.";
  return { kind: "moved-cells", sideId, value, limit: 0, total, severity: "hold", message };
}

function approvalRequired({ field, cells: value }: RunStats["approvals"][number]): Brake | null {
  if (value === 0) return null;
  const cells = value === 1 ? "1 cell" : `${count(value)} cells`;
  const message = `This run would change ${cells} of ${field}, which ${value === 1 ? "needs" : "need"} an approval.`;
  return {
    kind: "approval-required",
    sideId: null,
    value,
    limit: 0,
    total: value,
    severity: "hold",
    message,
  };
}

function preview({ preview: message, rowsChanged: value, rowsInBase: total }: RunStats): Brake | null {
  if (message === null) return null;
  return { kind: "preview", sideId: null, value, limit: 0, total, severity: "hold", message };
}

/** Digits in groups of three, without a locale of the machine it runs on. */
function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function rows(value: number): string {
  return `${count(value)} ${value === 1 ? "row" : "rows"}`;
}

function part(value: number, total: number): string {
  if (total === 0) return rows(value);
  return `${count(value)} of ${rows(total)} (${Math.round((value / total) * 1000) / 10} %)`;
}

function without(limit: number): string {
  return `Up to ${count(limit)} would go through without approval.`;
}
