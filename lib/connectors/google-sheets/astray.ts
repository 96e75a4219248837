import type { SideConfig } from "../connector";
import type { Batch } from "./batch";
import { EMPTY_CELL, type GridCell } from "./cell";
import { cellAt, type Grid } from "./grid-read";
import { isTouched, type Slot } from "./slots";
import type { Snapshot } from "./snapshot";
import { keyRows } from "./window-read";
import type { WritePlan } from "./write-plan";

/** A batch, what it was made from, and what of it. */
export interface Hit {
  readonly config: SideConfig;
  readonly snapshot: Snapshot;
  readonly plan: WritePlan;
  readonly batch: Batch;
}

/** Rows that were to get another key and did not, each with what stood where that was written; null = nobody knows. */
export type Astray = ReadonlyMap<Slot, readonly GridCell[] | null>;

/**
 * A new key that went into another row's place takes that row's own away, so that nothing there says whose it was. The row
 * that was to get it still has its former key then, or another row's key is gone whose other cells stand there now.
 */
export function astrayRenames(hit: Hit, after: Grid | null): Astray {
  const { config, snapshot, plan, batch } = hit;
  const renamed = plan.existing.filter((slot) => slot.isRenamed && !slot.removed);
  const rows = renamed.length > 0 && after !== null ? keyRows(after, config, batch.columns.keys) : null;
  if (rows === null || after === null) return new Map();
  const left = new Set(rows.map(({ key }) => key));
  const given = new Set([...plan.existing, ...plan.created].map(({ key }) => key));
  const gone = goneRows(hit, left);
  const astray = new Map<Slot, readonly GridCell[] | null>();
  for (const slot of renamed) {
    const row = batch.rowOf.get(slot);
    const former = snapshot.slots.find((one) => one.row === slot.origin)?.key;
    if (row === undefined || former === undefined) continue;
    const here = after.rows.get(row) ?? [];
    const columns = writtenColumns(hit, slot);
    const isLeft = left.has(former) && !given.has(former);
    const twin = gone.find((cells) => isSameBeside(here, cells, columns));
    if (!isLeft && (twin === undefined || isSameBeside(here, slot.cells, columns))) continue;
    const before = twin ?? (isEmptyBeside(here, columns) ? [] : gone.length === 1 ? gone[0] : undefined);
    astray.set(slot, before ?? null);
    if (before !== undefined && gone.includes(before)) gone.splice(gone.indexOf(before), 1);
  }
  return astray;
}

/** The cells of rows that are no longer there, save for those that the batch was to delete or to give another key. */
export function goneRows({ snapshot, plan }: Hit, left: ReadonlySet<string>): (readonly GridCell[])[] {
  const leaving = new Set(plan.existing.filter(leavesItsKey).map(({ cells }) => cells));
  return [...snapshot.rowsByKey].flatMap(([key, cells]) =>
    left.has(key) || leaving.has(cells) ? [] : [cells],
  );
}

const leavesItsKey = (slot: Slot): boolean => isTouched(slot) && (slot.removed || slot.isRenamed);

/** The columns of the row that the batch wrote to, its id among them. */
export function writtenColumns({ snapshot, batch }: Hit, slot: Slot): readonly number[] {
  const row = batch.rowOf.get(slot);
  const columns = [...slot.writes.keys()].flatMap((field) => {
    const at = snapshot.placed.get(field);
    return at?.ok ? [at.index] : [];
  });
  const { ids } = batch.columns;
  return ids !== null && row !== undefined && batch.idTexts.has(row) ? [ids, ...columns] : columns;
}

/** Whether nobody has filled any other cell of the row by hand. */
export const isEmptyBeside = (cells: readonly GridCell[], columns: readonly number[]): boolean =>
  isSameBeside(cells, [], columns);

/** Whether two rows show the same but for these columns and for what is computed. */
function isSameBeside(a: readonly GridCell[], b: readonly GridCell[], columns: readonly number[]): boolean {
  const width = Math.max(a.length, b.length);
  return Array.from({ length: width }, (_, at) => at).every((at) => {
    if (columns.includes(at)) return true;
    const [one, other] = [cellAt(a, at), cellAt(b, at)].map((cell) => (cell.computed ? EMPTY_CELL : cell));
    return JSON.stringify(one?.content) === JSON.stringify(other?.content);
  });
}
