import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import type { SideConfig } from "../connector";
import type { Stored } from "./codec";
import { fenceRequests } from "./fence";
import { cellAt, columnRange, GRID_MASK, rowsRange } from "./grid-read";
import { HEADER_ROW } from "./header";
import { type IdColumn, idCells, idColumnFor } from "./id-column";
import type { FormatClass } from "./number-format";
import { idCellText, keyHash } from "./row-id";
import { isTouched, type Slot } from "./slots";
import type { Snapshot } from "./snapshot";
import { type IdentityColumns, identityColumns } from "./window-read";

export interface Batch {
  readonly body: sheets_v4.Schema$BatchUpdateSpreadsheetRequest;
  readonly mask: string;
  /** Where each row stands once the batch is applied. */
  readonly rowOf: ReadonlyMap<Slot, number>;
  /** The columns that tell rows apart, once the batch is applied. */
  readonly columns: IdentityColumns;
  /** Id cells that it writes, by row. */
  readonly idTexts: ReadonlyMap<number, string>;
}

export interface Slotted {
  readonly existing: readonly Slot[];
  readonly created: readonly Slot[];
  /** The created ones get rows of their own, instead of those below the last record. */
  readonly insertsNew: boolean;
}

/**
 * One atomic request for all of it. Requests see the grid as those before them left it: cells of rows that stay are
 * written first, the grid grows, rows go from the bottom up, and new rows follow the last record, inserted where nothing is
 * filled down there. What rows are known by comes last, for a new column moves the others.
 */
export function batchOf(config: SideConfig, snapshot: Snapshot, slots: Slotted): Batch {
  const { tab, fences } = snapshot.grid;
  const removed = slots.existing
    .filter((slot) => slot.removed)
    .map(({ row }) => row)
    .sort((a, b) => b - a);
  const kept = slots.existing.filter((slot) => !slot.removed);
  const firstNew = snapshot.lastRow + 1 - removed.length;
  const rowAfter = (row: number): number => row - goneAbove(removed, row);
  const rowOf = new Map<Slot, number>(kept.map((slot) => [slot, rowAfter(slot.row)]));
  slots.created.forEach((slot, at) => {
    rowOf.set(slot, firstNew + at);
  });
  const rowsLeft = tab.rowCount - removed.length;
  // Google refuses to delete the last row that is not frozen.
  const least = removed.length > 0 ? Math.max(tab.frozenRows, HEADER_ROW + 1) + 1 : 0;
  const inserted = slots.insertsNew ? slots.created.length : 0;
  // Rows are inserted before one that is there.
  const below = slots.insertsNew ? Math.min(inserted, 1) : slots.created.length;
  const grow = Math.max(firstNew + below, least) - rowsLeft;
  const { placed, grid } = snapshot;
  const ids = idColumnFor({ config, placed, grid });
  const idTexts = ids
    ? idTextsOf(snapshot, { rowOf, rowAfter, removed: new Set(removed) })
    : new Map<number, string>();
  const columns = movedBy(identityColumns(config, placed, grid), ids);
  const [fence, ...stale] = fenceRequests(tab.sheetId, fences);
  const requests = [
    ...(fence ? [fence] : []),
    ...cellRequests(snapshot, kept, { rowOf: ({ row }) => row, inserted: false }),
    ...(grow > 0 ? [{ appendDimension: { sheetId: tab.sheetId, dimension: "ROWS", length: grow } }] : []),
    ...deleteRequests(tab.sheetId, removed),
    ...(inserted > 0 ? [insertRequest(snapshot, firstNew, inserted)] : []),
    ...cellRequests(snapshot, slots.created, {
      rowOf: (slot) => rowOf.get(slot) ?? 0,
      inserted: inserted > 0,
    }),
    ...(ids ? [...ids.requests, ...idCells(tab.sheetId, ids.index, [...idTexts])] : []),
    ...stale,
  ];
  const { existing, created, insertsNew } = slots;
  const isRenaming = existing.some(({ isRenamed }) => isRenamed);
  const responseRanges = [
    rowsRange(tab.title, HEADER_ROW, HEADER_ROW),
    ...runsOf([...rowOf.values()]).map(([from, to]) => rowsRange(tab.title, from, to)),
    ...(removed.length > 0 || idTexts.size > 0 || isRenaming || (created.length > 0 && !insertsNew)
      ? columns.all.map((column) => columnRange(tab.title, column))
      : []),
  ];
  return {
    body: { requests, includeSpreadsheetInResponse: true, responseRanges },
    mask: `updatedSpreadsheet(${GRID_MASK})`,
    rowOf,
    columns,
    idTexts,
  };
}

/** How many of these rows, in falling order, stand above `row`. */
function goneAbove(removed: readonly number[], row: number): number {
  let [from, to] = [0, removed.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((removed[middle] ?? 0) < row) to = middle;
    else from = middle + 1;
  }
  return removed.length - from;
}

/** The id cells to be written, by the row where they then stand. */
function idTextsOf(
  { due }: Snapshot,
  {
    rowOf,
    rowAfter,
    removed,
  }: {
    readonly rowOf: ReadonlyMap<Slot, number>;
    readonly rowAfter: (row: number) => number;
    readonly removed: ReadonlySet<number>;
  },
): Map<number, string> {
  const texts = new Map<number, string>();
  for (const [row, text] of due) if (!removed.has(row)) texts.set(rowAfter(row), text);
  for (const [slot, row] of rowOf) {
    if (slot.origin !== null && !slot.isRenamed) continue;
    texts.set(row, idCellText({ id: slot.record.locator, check: keyHash(slot.key) }));
  }
  return texts;
}

function movedBy(columns: IdentityColumns, ids: IdColumn | null): IdentityColumns {
  if (ids === null) return columns;
  const keys = columns.keys.map((index) => (ids.isNew && index >= ids.index ? index + 1 : index));
  return { keys, ids: ids.index, all: [ids.index, ...keys] };
}

/** New rows look like the last record, and not like the header. */
function insertRequest({ grid, lastRow }: Snapshot, at: number, count: number): sheets_v4.Schema$Request {
  const range = { sheetId: grid.tab.sheetId, dimension: "ROWS", startIndex: at, endIndex: at + count };
  return { insertDimension: { range, inheritFromBefore: lastRow > HEADER_ROW } };
}

/** `rows` in falling order; neighbours go together. */
function deleteRequests(sheetId: number, rows: readonly number[]): sheets_v4.Schema$Request[] {
  const runs: { startIndex: number; endIndex: number }[] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last?.startIndex === row + 1) last.startIndex = row;
    else runs.push({ startIndex: row, endIndex: row + 1 });
  }
  return runs.map((run) => ({ deleteDimension: { range: { sheetId, dimension: "ROWS", ...run } } }));
}

interface Run {
  readonly row: number;
  readonly column: number;
  readonly fields: string;
  readonly rows: { values: sheets_v4.Schema$CellData[] }[];
}

/** Cells to write, joined into blocks of neighbouring columns and rows that have the same field mask. */
function cellRequests(
  snapshot: Snapshot,
  slots: readonly Slot[],
  { rowOf, inserted }: { readonly rowOf: (slot: Slot) => number; readonly inserted: boolean },
): sheets_v4.Schema$Request[] {
  const blocks: Run[] = [];
  for (const slot of [...slots].filter(isTouched).sort((a, b) => rowOf(a) - rowOf(b))) {
    for (const run of runsOfRow(snapshot, slot, { row: rowOf(slot), inserted })) {
      const above = blocks.findLast((block) => block.column === run.column);
      const joins =
        above?.fields === run.fields &&
        above.row + above.rows.length === run.row &&
        above.rows[0]?.values.length === run.rows[0]?.values.length;
      if (above && joins) above.rows.push(...run.rows);
      else blocks.push(run);
    }
  }
  const { sheetId } = snapshot.grid.tab;
  return blocks.map(({ row, column, fields, rows }) => ({
    updateCells: { start: { sheetId, rowIndex: row, columnIndex: column }, fields, rows },
  }));
}

function runsOfRow(
  snapshot: Snapshot,
  slot: Slot,
  { row, inserted }: { readonly row: number; readonly inserted: boolean },
): Run[] {
  const writes = [...slot.writes].flatMap(([field, stored]) => {
    const at = snapshot.placed.get(field);
    return at?.ok ? [{ column: at.index, stored }] : [];
  });
  const runs: Run[] = [];
  for (const { column, stored } of writes.sort((a, b) => a.column - b.column)) {
    const data = cellData(stored, formatBefore(snapshot, inserted ? null : slot, column));
    const fields = data.userEnteredFormat
      ? "userEnteredValue,userEnteredFormat.numberFormat"
      : "userEnteredValue";
    const last = runs.at(-1);
    const values = last?.rows[0]?.values;
    if (last && values && last.fields === fields && last.column + values.length === column) values.push(data);
    else runs.push({ row, column, fields, rows: [{ values: [data] }] });
  }
  return runs;
}

/** Rows that are inserted (null), or that the grid has yet to grow, take the formats of the row above them. */
function formatBefore(snapshot: Snapshot, slot: Slot | null, column: number): FormatClass | "unsure" {
  if (slot !== null && slot.row < snapshot.grid.tab.rowCount) return cellAt(slot.cells, column).format;
  return cellAt(snapshot.lastCells, column).format === "none" ? "none" : "unsure";
}

/** A typed value, and a number format only where the value would not read back without. */
export function cellData(stored: Stored, before: FormatClass | "unsure"): sheets_v4.Schema$CellData {
  const { content } = stored;
  switch (content.kind) {
    case "text":
      return { userEnteredValue: { stringValue: content.text } };
    case "boolean":
      return { userEnteredValue: { boolValue: content.value } };
    case "number": {
      const userEnteredValue = { numberValue: content.number };
      const numberFormat = formatNeeded(stored.format, before);
      return numberFormat ? { userEnteredValue, userEnteredFormat: { numberFormat } } : { userEnteredValue };
    }
    case "empty":
    case "error":
      return {};
  }
}

function formatNeeded(
  format: Stored["format"],
  before: FormatClass | "unsure",
): sheets_v4.Schema$NumberFormat | null {
  // A day at midnight is read as that day, so the column may go on showing the time.
  if (format === before || (format === "date" && before === "datetime")) return null;
  if (format === "date") return { type: "DATE", pattern: "yyyy-mm-dd" };
  if (format === "datetime") return { type: "DATE_TIME", pattern: "yyyy-mm-dd hh:mm:ss" };
  // A plain number in a cell that shows times would be read as one.
  return before === "plain" ? null : { type: "NUMBER" };
}

/** Runs of rows, both ends included; small gaps are bridged to keep the list short. */
export function runsOf(rows: readonly number[]): readonly (readonly [number, number])[] {
  const bridge = Math.max(20, Math.floor(rows.length / 10));
  const runs: [number, number][] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && row - last[1] <= bridge) last[1] = Math.max(last[1], row);
    else runs.push([row, row]);
  }
  return runs;
}
