import type { SideConfig, SideRecord } from "../connector";
import type { GridCell } from "./cell";
import type { Grid } from "./grid-read";
import type { Placed } from "./header";
import type { Tab } from "./tab";
import { type Progress, readWindow } from "./window-read";

/** A row of the sheet that operations name, as it was read. */
export interface ReadSlot {
  readonly row: number;
  readonly record: SideRecord;
  readonly computed: ReadonlySet<string>;
  readonly cells: readonly GridCell[];
}

/** The sheet as it was read immediately before a write. */
export interface Snapshot {
  readonly grid: Grid;
  readonly placed: ReadonlyMap<string, Placed>;
  /** The rows of each wanted key; none for a key that is not there. */
  readonly slots: ReadonlyMap<string, readonly ReadSlot[]>;
  /** All records of the sheet. */
  readonly total: number;
  /** The last row that holds a record or a key that cannot be read; the header if none does. */
  readonly lastRow: number;
  /** Cells of the last record, for the formats that new rows follow. */
  readonly lastCells: readonly GridCell[];
  /** Cells of rows after the last record: formats, formulas filled down. */
  readonly tail: ReadonlyMap<number, readonly GridCell[]>;
  /** Why a key that was not seen may still be there. */
  readonly gap: string | null;
}

/** Reads the whole tab and keeps what `wanted` names. One call for a tab of one window. Throws AppError. */
export async function takeSnapshot(
  tab: Tab,
  config: SideConfig,
  wanted: ReadonlySet<string>,
): Promise<Snapshot> {
  const slots = new Map<string, ReadSlot[]>();
  const tail = new Map<number, readonly GridCell[]>();
  let [lastRow, lastCells]: [number, readonly GridCell[]] = [0, []];
  let progress: Progress | null = null;
  for (;;) {
    const window = await readWindow(tab, config, progress);
    for (const { row, read } of window.rows) {
      lastRow = row;
      lastCells = window.grid.rows.get(row) ?? [];
      if (read.kind !== "record" || !wanted.has(read.record.locator)) continue;
      const slot = { row, record: read.record, computed: read.computed, cells: lastCells };
      slots.set(read.record.locator, [...(slots.get(read.record.locator) ?? []), slot]);
    }
    for (const [row, cells] of window.grid.rows) if (row > lastRow) tail.set(row, cells);
    progress = window.progress;
    if (!window.last) continue;
    for (const row of [...tail.keys()]) if (row <= lastRow) tail.delete(row);
    const { grid, placed } = window;
    return { grid, placed, slots, total: progress.seen, lastRow, lastCells, tail, gap: progress.gap };
  }
}
