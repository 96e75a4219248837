import type { Value } from "@/lib/engine/value";
import type { SideConfig, SideRecord } from "../connector";
import type { GridCell } from "./cell";
import { decodeCell } from "./decode";
import { cellAt, type Grid } from "./grid-read";
import { HEADER_ROW, inMerge, mergesAt, type Placed } from "./header";
import { locatorOf } from "./locator";

/** One row of the grid, read. A row whose key cannot be read has no record: it could be any of them. */
export type RowRead =
  | { readonly kind: "empty" }
  | { readonly kind: "record"; readonly record: SideRecord; readonly computed: ReadonlySet<string> }
  | { readonly kind: "unreadable"; readonly reason: string };

export interface RowContext {
  readonly config: SideConfig;
  readonly placed: ReadonlyMap<string, Placed>;
  readonly grid: Grid;
}

/**
 * Reads row `row` of the grid. It counts as a record if a key cell shows anything or a mapped cell was filled
 * by hand; rows that only hold formulas filled down ahead of the data are empty.
 */
export function readRow(context: RowContext, row: number): RowRead {
  const cells = context.grid.rows.get(row);
  if (row === HEADER_ROW || cells === undefined || cells.length === 0) return { kind: "empty" };
  if (!isRecord(context, cells)) return { kind: "empty" };
  const merges = mergesAt(context.grid.merges, row);
  const values: Record<string, Value> = {};
  const unknown: Record<string, string> = {};
  const computed = new Set<string>();
  for (const { field } of context.config.mapped) {
    const at = context.placed.get(field.id);
    if (!at?.ok) {
      unknown[field.id] = at?.reason ?? "it is not mapped";
      continue;
    }
    const merge = inMerge(merges, at.index);
    if (merge && (merge.top !== row || merge.left !== at.index)) {
      unknown[field.id] = "the cell is hidden by a merged cell";
      continue;
    }
    const cell = cellAt(cells, at.index);
    if (cell.computed) computed.add(field.id);
    const decoded = decodeCell(field.type, cell, context.grid.region);
    if (decoded.ok) values[field.id] = decoded.value;
    else unknown[field.id] = decoded.reason;
  }
  const lost = context.config.key.find((field) => field in unknown);
  if (lost !== undefined) {
    return { kind: "unreadable", reason: `the key in row ${row + 1} cannot be read: ${unknown[lost]}` };
  }
  const locator = locatorOf(context.config.key, values);
  return { kind: "record", computed, record: { locator, cells: values, unknown, changedAt: null } };
}

function isRecord(context: RowContext, cells: readonly GridCell[]): boolean {
  return context.config.mapped.some(({ field }) => {
    const at = context.placed.get(field.id);
    if (!at?.ok) return false;
    const cell = cellAt(cells, at.index);
    return cell.content.kind !== "empty" && (!cell.computed || context.config.key.includes(field.id));
  });
}
