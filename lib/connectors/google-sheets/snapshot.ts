import { AppError } from "@/lib/errors";
import type { SideConfig, SideRecord } from "../connector";
import type { GridCell } from "./cell";
import { cellAt, type Grid } from "./grid-read";
import type { Placed } from "./header";
import { hasRowIds } from "./row-id";
import type { Tab } from "./tab";
import { type Progress, readWindow, type WindowRead } from "./window-read";

/** A row of the sheet that operations name, as it was read. */
export interface ReadSlot {
  readonly row: number;
  readonly record: SideRecord;
  /** Its key cells as text; the locator, where rows have no ids. */
  readonly key: string;
  readonly computed: ReadonlySet<string>;
  readonly cells: readonly GridCell[];
  /** It holds a formula that fills cells of the row below. */
  readonly spills: boolean;
}

/** The sheet as it was read immediately before a write. */
export interface Snapshot {
  readonly grid: Grid;
  readonly placed: ReadonlyMap<string, Placed>;
  /** The rows whose id or key is wanted. */
  readonly slots: readonly ReadSlot[];
  /** By which records of the sheet are found, all of them. */
  readonly locators: ReadonlySet<string>;
  /** The cells of each row that has a key of its own, by that key: what stands there should we hit another row. */
  readonly rowsByKey: ReadonlyMap<string, readonly GridCell[]>;
  /** What id cells are to hold and do not, by row. */
  readonly due: ReadonlyMap<number, string>;
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

/**
 * Reads the whole tab and keeps what `wanted` names. One call for a tab of one window. Throws AppError, also where rows
 * have ids and the reading has a gap: nothing says then that the ids are still those of their rows.
 */
export async function takeSnapshot(
  tab: Tab,
  config: SideConfig,
  wanted: ReadonlySet<string>,
): Promise<Snapshot> {
  const kept = new Kept(wanted);
  let progress: Progress | null = null;
  for (;;) {
    const window = await readWindow(tab, config, progress);
    kept.add(window);
    progress = window.progress;
    const { gap } = progress;
    if (gap !== null && hasRowIds(config.address)) throw unsure(gap);
    if (!window.last) continue;
    const { grid, placed } = window;
    return { grid, placed, ...kept.all(), total: progress.seen, gap };
  }
}

const unsure = (gap: string): AppError =>
  new AppError("upstream-unavailable", `Nothing was written to the sheet: ${gap}.`);

const isSpilling = (cells: readonly GridCell[], below: readonly GridCell[] | undefined): boolean =>
  cells.some(
    ({ computed }, column) => computed === "formula" && cellAt(below, column).computed === "spilled",
  );

class Kept {
  readonly #wanted: ReadonlySet<string>;
  readonly #slots: ReadSlot[] = [];
  readonly #locators = new Set<string>();
  readonly #rowsByKey = new Map<string, readonly GridCell[]>();
  readonly #due = new Map<number, string>();
  readonly #tail = new Map<number, readonly GridCell[]>();
  #lastRow = 0;
  #lastCells: readonly GridCell[] = [];

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  add({ grid, rows, due }: WindowRead): void {
    for (const { row, read, key } of rows) {
      this.#lastRow = row;
      this.#lastCells = grid.rows.get(row) ?? [];
      if (read.kind !== "record" || key === null) continue;
      const { record, computed } = read;
      this.#rowsByKey.set(key, this.#lastCells);
      const text = due.get(row);
      // Equal keys in two windows lead to one id; the second row gets its own with a later batch.
      if (text !== undefined && !this.#locators.has(record.locator)) this.#due.set(row, text);
      this.#locators.add(record.locator);
      if (!this.#wanted.has(record.locator) && !this.#wanted.has(key)) continue;
      const spills = isSpilling(this.#lastCells, grid.rows.get(row + 1));
      this.#slots.push({ row, record, key, computed, cells: this.#lastCells, spills });
    }
    for (const [row, cells] of grid.rows) if (row > this.#lastRow) this.#tail.set(row, cells);
  }

  all(): Pick<Snapshot, "slots" | "locators" | "rowsByKey" | "due" | "lastRow" | "lastCells" | "tail"> {
    const tail = new Map([...this.#tail].filter(([row]) => row > this.#lastRow));
    return {
      slots: this.#slots,
      locators: this.#locators,
      rowsByKey: this.#rowsByKey,
      due: this.#due,
      lastRow: this.#lastRow,
      lastCells: this.#lastCells,
      tail,
    };
  }
}
