import { members } from "./data/members";
import { placeRows } from "./data/place";
import { benchDatabase } from "./database";
import { atMost, type Figure, informative, median } from "./figure";
import { runPart } from "./part";
import type { DiffInput, DiffReport } from "./parts/diff";
import type { TookOfBoth } from "./postgres-cpu";

interface DiffOptions {
  readonly rows: number;
  readonly sides: number;
  readonly signal: AbortSignal;
}

export const diff = { about: "the rows that may have to move found and read, against EXCEPT both ways", run };

async function run({ rows, sides, signal }: DiffOptions): Promise<readonly Figure[]> {
  const { ownerUrl, environment, drop } = await benchDatabase();
  try {
    await placeRows(ownerUrl, members, { rows, layout: "equal" });
    const input = { ownerUrl, dataset: "members", sides } as const;
    const { found, read, except, candidates } = await runPart<DiffInput, DiffReport>("diff", input, {
      environment,
      signal,
    });
    const seconds = (took: readonly TookOfBoth[]) => median(took.map((one) => one.seconds));
    const ofPostgres = (took: readonly TookOfBoth[]) =>
      median(took.map((one) => one.postgresSeconds ?? Number.NaN));
    return [
      informative("Postgres's processor: found and collected", ofPostgres(found), "s"),
      informative("Postgres's processor: candidates read", ofPostgres(read), "s"),
      informative("Postgres's processor: EXCEPT", ofPostgres(except), "s"),
      informative("records given their rows, candidates collected", seconds(found), "s"),
      informative(`${candidates.toLocaleString("en-US")} candidates read`, seconds(read), "s"),
      informative("EXCEPT both ways, every side", seconds(except), "s"),
      atMost("the whole diff against EXCEPT", (seconds(found) + seconds(read)) / seconds(except), [
        1.5,
        "x its time",
      ]),
    ];
  } finally {
    await drop();
  }
}
