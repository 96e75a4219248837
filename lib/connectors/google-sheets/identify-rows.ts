import type { GridCell } from "./cell";
import { generationOf } from "./fence";
import { cellAt, type Grid } from "./grid-read";
import { inMerge, mergesAt } from "./header";
import { idCellText, keyHash, newRowId, type RowId, rowIdOf } from "./row-id";

/** A row as its cells show it: its key, null if a part of it is empty. */
export interface KeyedRow {
  readonly row: number;
  readonly key: string | null;
}

export interface Identities {
  /** By row. One without key and id has none. */
  readonly ids: ReadonlyMap<number, string>;
  /** What id cells are to hold and do not. */
  readonly due: ReadonlyMap<number, string>;
  /** Rows beside which stands the id of another row that has it no more. */
  readonly displaced: number;
}

/** Beyond it, ids have come apart from their rows; one row may well have taken another's former key. */
export const MOST_DISPLACED = 1;

export const displacedReason = (count: number): string =>
  `the ids of ${count} rows stand beside other rows, as after a sort that left out their column; undo it, or ` +
  'empty the cells below "ChittySync id" (a hidden column): rows without an id are found by their keys';

/**
 * Gives each row the id that its cell holds. Of several rows with one id the one whose key is as we last wrote it keeps
 * it, else the uppermost: the others are copies. A row without an id gets the one that it will be written with.
 */
export function identifyRows(grid: Grid, column: number | null, rows: readonly KeyedRow[]): Identities {
  const hashes = new Map(rows.map(({ row, key }) => [row, key === null ? null : keyHash(key)]));
  const held = heldIds(grid, column, hashes);
  const taken = new Set([...held.values()].map(({ id }) => id));
  const ids = new Map<number, string>();
  const due = new Map<number, string>();
  for (const { row } of rows) {
    const hash = hashes.get(row) ?? null;
    const own = held.get(row);
    const id = own?.id ?? (hash === null ? null : newRowId(hash, generationOf(grid.fences), taken));
    if (id === null) continue;
    ids.set(row, id);
    taken.add(id);
    if (hash === null || own?.check === hash || isHidden(grid, row, column)) continue;
    due.set(row, idCellText({ id, check: hash }));
  }
  return { ids, due, displaced: displacedIn(held, hashes) };
}

/** The ids that rows keep, by row. */
function heldIds(
  grid: Grid,
  column: number | null,
  hashes: ReadonlyMap<number, string | null>,
): ReadonlyMap<number, RowId> {
  const keepers = new Map<string, { readonly row: number; readonly own: RowId }>();
  for (const [row, hash] of hashes) {
    const own = idAt(cellAt(grid.rows.get(row), column ?? -1));
    if (own === null) continue;
    const before = keepers.get(own.id);
    const isOriginal =
      before !== undefined && own.check === hash && hashes.get(before.row) !== before.own.check;
    if (before === undefined || isOriginal) keepers.set(own.id, { row, own });
  }
  return new Map([...keepers.values()].map(({ row, own }) => [row, own]));
}

export const idAt = ({ content, computed }: GridCell): RowId | null =>
  content.kind === "text" && !computed ? rowIdOf(content.text) : null;

/** Rows with another key than their id was written beside, while that key's row has not its own id either. */
function displacedIn(held: ReadonlyMap<number, RowId>, hashes: ReadonlyMap<number, string | null>): number {
  const astray = [...hashes].filter(([row, hash]) => hash !== null && held.get(row)?.check !== hash);
  const keys = new Set(astray.map(([, hash]) => hash));
  return astray.filter(([row]) => keys.has(held.get(row)?.check ?? null)).length;
}

/** What is written into a merged cell that is not its first is lost. */
const isHidden = (grid: Grid, row: number, column: number | null): boolean =>
  column !== null && inMerge(mergesAt(grid.merges, row), column) !== undefined;
