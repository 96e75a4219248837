import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import type { SideConfig } from "../connector";
import { type Astray, goneRows, type Hit, isEmptyBeside, writtenColumns } from "./astray";
import { cellData } from "./batch";
import { EMPTY_CELL, type GridCell } from "./cell";
import { cellAt, type Grid } from "./grid-read";
import { headerNames, type Placed, placeFields } from "./header";
import { readRow } from "./row-read";
import type { Slot } from "./slots";
import { identityColumns, keyRows } from "./window-read";

/**
 * Rows and columns may be moved between the reading that a batch is made from and the batch; then it has written into
 * cells, or deleted rows, that are not the ones it was for. The next run would take that for what a person did, so they
 * get back what was read there. What does that; nothing where all is in its place.
 */
export function putBack(hit: Hit, astray: Astray, after: Grid | null): readonly sheets_v4.Schema$Request[] {
  if (after === null || makesIdColumn(hit)) return [];
  return [
    ...(areColumnsMoved(hit, after) ? besideColumns(hit, after) : besideRows(hit, astray, after)),
    ...missing(hit, astray, after),
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

/** Cells that we wrote into another row, or an empty one, as they were; a row that nobody knows is left alone. */
function besideRows(hit: Hit, astray: Astray, after: Grid): sheets_v4.Schema$Request[] {
  return hit.plan.existing.flatMap((slot) => {
    const row = hit.batch.rowOf.get(slot);
    const before = astray.get(slot) ?? heldBefore(hit, slot, after);
    if (row === undefined || before === null) return [];
    return writtenColumns(hit, slot).map((column) =>
      cellsRequest(after, { row, column }, [cellAt(before, column)]),
    );
  });
}

/** What the row held before that a slot, whose key stays, was written to; null = it is its own, or nobody knows. */
function heldBefore(
  { config, snapshot, batch, ...hit }: Hit,
  slot: Slot,
  after: Grid,
): readonly GridCell[] | null {
  const row = batch.rowOf.get(slot);
  if (row === undefined || config.key.some((field) => slot.writes.has(field))) return null;
  const read = readRow({ config, placed: snapshot.placed, grid: after }, row);
  if (read.kind !== "record" || read.record.locator === slot.key) return null;
  const known = snapshot.rowsByKey.get(read.record.locator) ?? null;
  const columns = writtenColumns({ config, snapshot, batch, ...hit }, slot);
  const isEmpty = isEmptyBeside(after.rows.get(row) ?? [], columns);
  return isEmpty && !(known && isEmptyBeside(known, columns)) ? [] : known;
}

/**
 * Rows that went in place of those that were to go and are still there, or that a new row was written over, below the last
 * one. A row that somebody deleted at that very moment comes back with them, where a new one was not inserted.
 */
function missing(hit: Hit, astray: Astray, after: Grid): sheets_v4.Schema$Request[] {
  const { config, plan, batch } = hit;
  const removed = plan.existing.filter((slot) => slot.removed);
  const inPlace = plan.insertsNew ? [] : plan.created;
  const rows = removed.length + inPlace.length > 0 ? keyRows(after, config, batch.columns.keys) : null;
  if (rows === null) return [];
  const left = new Set(rows.map(({ key }) => key));
  if (inPlace.length === 0 && !removed.some((slot) => left.has(slot.key))) return [];
  const inTheirPlace = new Set(astray.values());
  const gone = goneRows(hit, left).filter((cells) => !inTheirPlace.has(cells));
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
    ...gone.map((cells, at) => cellsRequest(after, { row: first + at, column: 0 }, cells)),
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
