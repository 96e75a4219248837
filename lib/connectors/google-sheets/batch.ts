import { createHash } from "node:crypto";
import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import type { FormatClass } from "./cell";
import type { Stored } from "./codec";
import { cellAt, columnRange, FENCE_KEY, type Fence, GRID_MASK, rowsRange } from "./grid-read";
import { HEADER_ROW } from "./header";
import type { Snapshot } from "./snapshot";
import { isTouched, type Slot } from "./write-plan";

/** Fences that stay, so that a request which was held up somewhere still meets the one it would repeat. */
const FENCES_KEPT = 8;

export interface Batch {
  readonly body: sheets_v4.Schema$BatchUpdateSpreadsheetRequest;
  readonly mask: string;
  /** Where each row stands once the batch is applied. */
  readonly rowOf: ReadonlyMap<Slot, number>;
}

/**
 * One atomic request for all of it. Requests see the grid as those before them left it: cells of rows that
 * stay are written first, the grid grows, rows go from the bottom up, and new rows follow the last record.
 */
export function batchOf(
  snapshot: Snapshot,
  slots: { readonly existing: readonly Slot[]; readonly created: readonly Slot[] },
  keyColumns: readonly number[],
): Batch {
  const { tab, fences } = snapshot.grid;
  const removed = slots.existing
    .filter((slot) => slot.removed)
    .map(({ row }) => row)
    .sort((a, b) => b - a);
  const kept = slots.existing.filter((slot) => !slot.removed);
  const firstNew = snapshot.lastRow + 1 - removed.length;
  const rowOf = new Map<Slot, number>();
  for (const slot of kept) rowOf.set(slot, slot.row - removed.filter((row) => row < slot.row).length);
  slots.created.forEach((slot, at) => {
    rowOf.set(slot, firstNew + at);
  });
  const rowsLeft = tab.rowCount - removed.length;
  // Google refuses to delete the last row that is not frozen.
  const least = removed.length > 0 ? Math.max(tab.frozenRows, HEADER_ROW + 1) + 1 : 0;
  const grow = Math.max(firstNew + slots.created.length, least) - rowsLeft;
  const [fence, ...stale] = fenceRequests(tab.sheetId, fences);
  const requests = [
    ...(fence ? [fence] : []),
    ...cellRequests(snapshot, kept, ({ row }) => row),
    ...(grow > 0 ? [{ appendDimension: { sheetId: tab.sheetId, dimension: "ROWS", length: grow } }] : []),
    ...deleteRequests(tab.sheetId, removed),
    ...cellRequests(snapshot, slots.created, (slot) => rowOf.get(slot) ?? 0),
    ...stale,
  ];
  const responseRanges = [
    rowsRange(tab.title, HEADER_ROW, HEADER_ROW),
    ...runsOf([...rowOf.values()]).map(([from, to]) => rowsRange(tab.title, from, to)),
    ...(removed.length > 0 ? keyColumns.map((column) => columnRange(tab.title, column)) : []),
  ];
  return {
    body: { requests, includeSpreadsheetInResponse: true, responseRanges },
    mask: `updatedSpreadsheet(${GRID_MASK})`,
    rowOf,
  };
}

/**
 * The fence: a metadata entry whose id follows from the count of our writes to the tab. Google refuses an id
 * that is in use, and with it the whole batch, so of two batches that were made from the same reading (a
 * repetition after a lost answer, a second worker) one at most is applied.
 */
export function fenceRequests(sheetId: number, fences: readonly Fence[]): sheets_v4.Schema$Request[] {
  const generation = Math.max(0, ...fences.map((fence) => fence.generation)) + 1;
  const digest = createHash("sha256").update(`${sheetId}:${generation}`).digest();
  const metadataId = digest.readUInt32BE() & 0x7fff_ffff || 1;
  const stale = fences.filter((fence) => fence.generation <= generation - FENCES_KEPT);
  return [
    {
      createDeveloperMetadata: {
        developerMetadata: {
          metadataId,
          metadataKey: FENCE_KEY,
          metadataValue: String(generation),
          location: { sheetId },
          // Seen by whatever project connects next; with PROJECT its ids would collide with hidden ones.
          visibility: "DOCUMENT",
        },
      },
    },
    ...stale.map((fence) => ({
      deleteDeveloperMetadata: {
        dataFilter: { developerMetadataLookup: { metadataId: fence.metadataId } },
      },
    })),
  ];
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
  rowOf: (slot: Slot) => number,
): sheets_v4.Schema$Request[] {
  const blocks: Run[] = [];
  for (const slot of [...slots].filter(isTouched).sort((a, b) => rowOf(a) - rowOf(b))) {
    for (const run of runsOfRow(snapshot, slot, rowOf(slot))) {
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

function runsOfRow(snapshot: Snapshot, slot: Slot, row: number): Run[] {
  const writes = [...slot.writes].flatMap(([field, stored]) => {
    const at = snapshot.placed.get(field);
    return at?.ok ? [{ column: at.index, stored }] : [];
  });
  const runs: Run[] = [];
  for (const { column, stored } of writes.sort((a, b) => a.column - b.column)) {
    const data = cellData(stored, formatBefore(snapshot, slot, column));
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

/** Rows that the grid has yet to grow take the formats of the row above them. */
function formatBefore(snapshot: Snapshot, slot: Slot, column: number): FormatClass | "unsure" {
  if (slot.row < snapshot.grid.tab.rowCount) return cellAt(slot.cells, column).format;
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
  if (format === before) return null;
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
