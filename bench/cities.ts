import { cities as dataset } from "./data/cities";
import { placeRows } from "./data/place";
import { benchDatabase } from "./database";
import type { Figure } from "./figure";
import { mergeFigures } from "./merge";
import { passFigures, passPart } from "./pass";
import { stagingFigures } from "./staging";

/** daff is compared on as many: more take it minutes. */
const COMPARED = 10_000;

interface CitiesOptions {
  readonly rows: number;
  readonly sides: number;
  readonly signal: AbortSignal;
}

export const cities = {
  about: "real cities staged, merged (against daff) and synced where one side holds none yet",
  run,
};

async function run({ rows, sides, signal }: CitiesOptions): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  try {
    const layout = "uneven";
    const placed = await placeRows(database.ownerUrl, dataset, { rows, layout });
    return [
      ...(await stagingFigures(database, { dataset: "cities", rows: placed, signal })),
      ...(await mergeFigures({ dataset: "cities", rows: Math.min(COMPARED, placed), signal })),
      ...passFigures(await passPart(database, { dataset: "cities", sides, signal }), {
        rows: placed,
        sides,
        layout,
      }),
    ];
  } finally {
    await database.drop();
  }
}
