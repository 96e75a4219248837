import { benchDatabase } from "./database";
import { atMost, type Figure, informative } from "./figure";
import { runPart } from "./part";
import type { CallsInput, CallsLine } from "./parts/calls";

const SEEDS = [1, 2, 3];
const MOST_ROWS = 1_500;

export const calls = {
  about: "calls of whole runs to Notion and Sheets (sandbox) against the fewest there can be",
  run,
};

async function run({ signal }: { readonly signal: AbortSignal }): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const seed of SEEDS) {
    const { environment, drop } = await benchDatabase();
    try {
      const input = { databaseUrl: environment.DATABASE_URL ?? "", seed, most: MOST_ROWS };
      const lines = await runPart<CallsInput, readonly CallsLine[]>("calls", input, { environment, signal });
      figures.push(...lines.flatMap(figuresOf));
    } finally {
      await drop();
    }
  }
  return figures;
}

function figuresOf({ run: kind, side, by, work, observed, floor }: CallsLine): Figure[] {
  const [seen, least] = [observed.reads + observed.writes, floor.reads + floor.writes];
  const name = `${side}${by === "ids" ? " (rows by ids)" : ""}, ${kind} run: ${work.rows} rows, ${work.writes} writes, ${work.missing} missing`;
  return [
    atMost(name, seen, [Math.floor(least * 1.01) + 3, "calls"]),
    informative(`${name}: observed / floor`, seen / least, "x"),
  ];
}
