import type { DatasetName } from "./data/datasets";
import { atLeast, type Figure, informative, median } from "./figure";
import { runPart } from "./part";
import type { DaffInput, DaffReport } from "./parts/daff";
import type { MergeInput, MergeReport } from "./parts/merge";

/** daff takes seconds for the one and minutes for the other. */
const FEW = 10_000;
const MANY = 100_000;
const CHANGED = 10_000;
/** Beyond this daff's larger merge would take longer than anybody waits. */
const DAFF_SECONDS = 120;
/** How much longer daff takes for ten times the rows. */
const DAFF_GROWTH = 16;

interface MergeOptions {
  readonly rows: number;
  readonly signal: AbortSignal;
}

export const merge = {
  about: "three-way merge against daff; changed rows merged, judged and planned",
  run: ({ rows, signal }: MergeOptions) => mergeFigures({ dataset: "members", rows, signal }),
};

export async function mergeFigures({
  dataset,
  rows,
  signal,
}: MergeOptions & { readonly dataset: DatasetName }): Promise<readonly Figure[]> {
  const sizes = [FEW, MANY].filter((size) => size <= rows);
  const input = { dataset, rows, compared: sizes, changed: CHANGED };
  const report = await runPart<MergeInput, MergeReport>("merge", input, { signal });
  // Nothing but the processor is needed: what others take of the clock does not count.
  const seconds = (took: MergeReport["merge"]) => median(took.map((one) => one.cpuSeconds));
  const figures = [
    informative(`three-way merge of ${dataset}, per core`, rows / seconds(report.merge), "rows/s"),
    atLeast("changed rows merged, judged and planned, per core", CHANGED / seconds(report.decided), [
      15_000,
      "rows/s",
    ]),
  ];
  let expected = 0;
  for (const [at, size] of sizes.entries()) {
    if (expected > DAFF_SECONDS) break;
    const asked = { dataset, rows: size, repetitions: size === FEW ? 3 : 1 };
    const daff = await runPart<DaffInput, DaffReport>("daff", asked, { signal });
    const theirs = median(daff.seconds);
    expected = theirs * DAFF_GROWTH;
    const ratio = theirs / seconds(report.compared[at] ?? []);
    const name = `merge against daff, ${size.toLocaleString("en-US")} rows`;
    figures.push(atLeast(name, ratio, [size === FEW ? 50 : 100, "x"]));
  }
  return figures;
}
