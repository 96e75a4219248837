import daff from "daff";
import type { Cells } from "@/lib/engine/value";
import { type DatasetName, datasetOf } from "../data/datasets";
import { threeTables } from "../data/three-tables";
import { timed } from "../timing";

export interface DaffInput {
  readonly dataset: DatasetName;
  readonly rows: number;
  readonly repetitions: number;
}

export interface DaffReport {
  /** On the processor, per repetition. */
  readonly seconds: readonly number[];
  readonly conflicts: number;
}

/** The same three tables merged by daff. It works on its own copy each time. */
export async function measure({ dataset: name, rows, repetitions }: DaffInput): Promise<DaffReport> {
  const dataset = datasetOf(name);
  const { base, a, b } = await threeTables(dataset, rows);
  const header = dataset.fields.map((field) => field.id);
  const view = (table: readonly Cells[]) =>
    new daff.TableView([header, ...table.map((cells) => header.map((id) => String(cells[id] ?? "")))]);
  const seconds: number[] = [];
  let conflicts = 0;
  while (seconds.length < repetitions) {
    const merger = new daff.Merger(view(base), view(a), view(b), new daff.CompareFlags());
    const took = await timed(() => {
      conflicts = merger.apply();
    });
    seconds.push(took.cpuSeconds);
  }
  return { seconds, conflicts };
}
