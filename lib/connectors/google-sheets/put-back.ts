import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import type { SideConfig } from "../connector";
import { type Batch, cellData } from "./batch";
import { EMPTY_CELL, type GridCell } from "./cell";
import { cellAt, type Grid } from "./grid-read";
import { headerNames, type Placed, placeFields } from "./header";
import { readRow } from "./row-read";
import { isTouched, type Slot } from "./slots";
import type { Snapshot } from "./snapshot";
import { identityColumns, keyRows } from "./window-read";
import type { WritePlan } from "./write-plan";

interface Hit {
  readonly config: SideConfig;
  readonly snapshot: Snapshot;
  readonly plan: WritePlan;
  readonly batch: Batch;
}

/**
 * Rows and columns may be moved between the reading that a batch is made from and the batch; then it has written into
 * cells, or deleted rows, that are not the ones it was for. The next run would take that for what a person did, so they
 * get back what was read there. What does that; nothing where all is in its place.
 */
export function putBack(hit: Hit, after: Grid | null): readonly sheets_v4.Schema$Request[] {
  if (after === null || makesIdColumn(hit)) return [];
  return [
    ...(areColumnsMoved(hit, after) ? besideColumns(hit, after) : besideRows(hit, after)),
    ...missing(hit, after),
  ];
}

/** A batch that makes the column of ids moves columns itself. */
const makesIdColumn = ({ config, snapshot, batch }: Hit): boolean =>
  identityColumns(config, snapshot.placed, snapshot.grid).ids !== batch.columns.ids;

/** Whether a field that the batch wrote to now stands in another column than it did. */
export function areColumnsMoved(hit: Hit, after: Grid): boolean {
  const { config, snapshot, plan } = hit;
  if (makesIdColumn(hit)) return false;
  const now = placedIn(config, after);
  return [...plan.existing, ...plan.created].some((slot) =>
    [...slot.writes.keys()].some((field) => {
      const [before, there] = [snapshot.placed.get(field), now?.get(field)];
      return before?.ok && there?.ok && before.index !== there.index;
    }),
  );
}

function placedIn(config: SideConfig, after: Grid): ReadonlyMap<string, Placed> | null {
  try {
    return placeFields(config, after);
  } catch {
    return null;
  }
}

/** Cells that we wrote below another header, as the row had them there; nothing for a row that is new. */
function besideColumns({ snapshot, plan, batch }: Hit, after: Grid): sheets_v4.Schema$Request[] {
  const [names, namesNow] = [headerNames(snapshot.grid), headerNames(after)];
  return [...plan.existing, ...plan.created].flatMap((slot) =>
    [...slot.writes.keys()].flatMap((field) => {
      const [row, at] = [batch.rowOf.get(slot), snapshot.placed.get(field)];
      if (row === undefined || !at?.ok) return [];
      const from = names.indexOf(namesNow[at.index] ?? "");
      if (from === at.index && slot.origin !== null) return [];
      const before = slot.origin === null || from < 0 ? EMPTY_CELL : cellAt(slot.cells, from);
      return [cellsRequest(after, { row, column: at.index }, [before])];
    }),
  );
}

/** Cells that we wrote beside another row's key, or in an empty row; a row that nobody knows is left alone. */
function besideRows({ config, snapshot, plan, batch }: Hit, after: Grid): sheets_v4.Schema$Request[] {
  const { placed } = snapshot;
  return plan.existing.flatMap((slot) => {
    const row = batch.rowOf.get(slot);
    if (row === undefined || config.key.some((field) => slot.writes.has(field))) return [];
    const read = readRow({ config, placed, grid: after }, row);
    if (read.kind !== "record" || read.record.locator === slot.key) return [];
    const columns = [...slot.writes.keys()].flatMap((field) => {
      const at = placed.get(field);
      return at?.ok ? [at.index] : [];
    });
    const known = snapshot.rowsByKey.get(read.record.locator);
    const ours =
      batch.columns.ids !== null && batch.idTexts.has(row) ? [batch.columns.ids, ...columns] : columns;
    const before = isEmptyBeside(after.rows.get(row), ours) && !isEmptyBeside(known, ours) ? [] : known;
    if (before === undefined) return [];
    return columns.map((column) => cellsRequest(after, { row, column }, [cellAt(before, column)]));
  });
}

/** Whether nobody has filled any other cell of the row by hand. */
const isEmptyBeside = (cells: readonly GridCell[] | undefined, columns: readonly number[]): boolean =>
  cells?.every(
    ({ content, computed }, at) => columns.includes(at) || computed || content.kind === "empty",
  ) === true;

/**
 * Rows that went in place of those that were to go and are still there, or that a new row was written over, below the last
 * one. A row that somebody deleted at that very moment comes back with them, where a new one was not inserted.
 */
function missing(hit: Hit, after: Grid): sheets_v4.Schema$Request[] {
  const { config, snapshot, plan, batch } = hit;
  const removed = plan.existing.filter((slot) => slot.removed);
  const inPlace = plan.insertsNew ? [] : plan.created;
  const rows = removed.length + inPlace.length > 0 ? keyRows(after, config, batch.columns.keys) : null;
  if (rows === null) return [];
  const left = new Set(rows.map(({ key }) => key));
  if (inPlace.length === 0 && !removed.some((slot) => left.has(slot.key))) return [];
  const leaving = new Set(plan.existing.filter(leavesItsKey).map(({ cells }) => cells));
  const gone = [...snapshot.rowsByKey].filter(([key, cells]) => !left.has(key) && !leaving.has(cells));
  if (gone.length === 0) return [];
  const first = Math.max(0, ...rows.map(({ row }) => row)) + 1;
  const range = {
    sheetId: after.tab.sheetId,
    dimension: "ROWS",
    startIndex: first,
    endIndex: first + gone.length,
  };
  return [
    // Below a row with cells, so that the new ones take over its formats.
    { insertDimension: { range, inheritFromBefore: true } },
    ...gone.map(([, cells], at) => cellsRequest(after, { row: first + at, column: 0 }, cells)),
    ...inPlace.flatMap((slot) => emptied(hit, after, slot)),
  ];
}

/** The cells of a new row that it was to leave empty: they may be another row's. */
function emptied({ config, snapshot, batch }: Hit, after: Grid, slot: Slot): sheets_v4.Schema$Request[] {
  const row = batch.rowOf.get(slot);
  return config.mapped.flatMap(({ field: { id } }) => {
    const at = snapshot.placed.get(id);
    if (row === undefined || !at?.ok || slot.writes.has(id) || slot.computed.has(id)) return [];
    return [cellsRequest(after, { row, column: at.index }, [EMPTY_CELL])];
  });
}

const leavesItsKey = (slot: Slot): boolean => isTouched(slot) && (slot.removed || slot.isRenamed);

function cellsRequest(
  { tab }: Grid,
  { row, column }: { readonly row: number; readonly column: number },
  cells: readonly GridCell[],
): sheets_v4.Schema$Request {
  const values = cells.map(({ content, computed, formula }) => {
    if (formula !== undefined) return { userEnteredValue: { formulaValue: formula } };
    if (computed || content.kind === "error") return {};
    const { userEnteredValue } = cellData({ content, format: "none" }, "plain");
    return userEnteredValue ? { userEnteredValue } : {};
  });
  const start = { sheetId: tab.sheetId, rowIndex: row, columnIndex: column };
  return { updateCells: { start, fields: "userEnteredValue", rows: [{ values }] } };
}
