import type { Cells } from "@/lib/engine/value";
import { changeAt, isOld } from "./changes";
import type { Dataset } from "./dataset";

/** One table three times: as it was agreed on, and as each of two sides has it now. */
export interface ThreeTables {
  readonly base: readonly Cells[];
  readonly a: readonly Cells[];
  readonly b: readonly Cells[];
}

/** The three tables after the changes of `changes.ts`. */
export async function threeTables(dataset: Dataset, rows: number): Promise<ThreeTables> {
  const { edits } = dataset;
  const [base, a, b]: [Cells[], Cells[], Cells[]] = [[], [], []];
  let index = 0;
  for (const cells of await dataset.rows(rows)) {
    const change = changeAt(index);
    if (isOld(index)) base.push(cells);
    if (change === "edit-a") a.push(edits.a.of(cells));
    else if (change === "edit-both") a.push(edits.both[0].of(cells));
    else if (change !== "delete-a" && change !== "new-b") a.push(cells);
    if (change === "edit-b") b.push(edits.b.of(cells));
    else if (change === "edit-both") b.push(edits.both[1].of(cells));
    else if (change !== "new-a") b.push(cells);
    index += 1;
  }
  return { base, a, b };
}
