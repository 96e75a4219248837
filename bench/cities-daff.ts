import daff from "daff";
import { largestCities } from "../scripts/demo/real-data";
import { threeTables } from "./cities/merge-tables";
import { FIELDS, valuesOf } from "./cities/record";
import { timed } from "./cities/timing";
import { answerPart } from "./part";

export interface DaffInput {
  readonly rows: number;
}

export interface DaffReport {
  readonly seconds: readonly number[];
  readonly conflicts: number;
}

const REPETITIONS = 3;

/** The same three tables merged by daff, in a process of its own. It works on its own copy each time. */
await answerPart(async ({ rows }: DaffInput): Promise<DaffReport> => {
  const { base, a, b } = threeTables(largestCities(rows));
  const header = FIELDS.map((field) => field.id);
  const view = (cities: typeof base) =>
    new daff.TableView([header, ...cities.map((city) => [...valuesOf(city)])]);
  const seconds: number[] = [];
  let conflicts = 0;
  while (seconds.length < REPETITIONS) {
    const merger = new daff.Merger(view(base), view(a), view(b), new daff.CompareFlags());
    const took = await timed(() => {
      conflicts = merger.apply();
    });
    seconds.push(took.seconds);
  }
  return { seconds, conflicts };
});
