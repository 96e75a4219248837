import { createHash } from "node:crypto";
import type { Cell } from "./cells";

/**
 * So many cells of all, by a seed, spread evenly over the doors: each has its turn before one has its second. The order
 * stays that of the doors.
 */
export function chooseCells(
  cells: readonly Cell[],
  { count, seed }: { readonly count: number; readonly seed: number },
  labelOf: (cell: Cell) => string,
): Cell[] {
  const lot = (cell: Cell) =>
    createHash("sha256")
      .update(`${seed} ${labelOf(cell)}`)
      .digest("hex");
  const turns = new Map<string, number>();
  const drawn = cells
    .map((cell, at) => ({ cell, at, lot: lot(cell) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map((one) => {
      const turn = turns.get(one.cell.template.name) ?? 0;
      turns.set(one.cell.template.name, turn + 1);
      return { ...one, turn };
    });
  return drawn
    .sort((a, b) => a.turn - b.turn || (a.lot < b.lot ? -1 : 1))
    .slice(0, count)
    .sort((a, b) => a.at - b.at)
    .map(({ cell }) => cell);
}
