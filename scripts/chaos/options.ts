import path from "node:path";
import { parseArgs } from "node:util";
import { PlainError } from "../plain-error.mjs";

const USAGE = "usage: npm run chaos -- --seed S [--points N] [--data DIR] [--report FILE]";

const DEFAULT_POINTS = 10;

/** Each point deletes a few rows, and the demo's brake counts those of a day. */
const MOST_POINTS = 30;

export interface ChaosOptions {
  readonly seed: number;
  readonly points: number;
  /** Where the demo's state is kept afterwards; undefined = a new folder, removed when all is well. */
  readonly directory: string | undefined;
  /** Where the counts go as a test report. */
  readonly report: string | undefined;
}

/** The command line; without a seed one is taken from the clock, and printed. Throws a PlainError. */
export function readOptions(argv: readonly string[]): ChaosOptions {
  const { seed, points, data, report } = parse(argv);
  if (Number(points ?? 0) > MOST_POINTS)
    throw new PlainError(
      `more than ${MOST_POINTS} points at once would trip the delete brake; take several seeds.`,
    );
  return {
    seed: seed === undefined ? Date.now() % 1_000_000 : number("seed", seed),
    points: points === undefined ? DEFAULT_POINTS : number("points", points),
    directory: data === undefined ? undefined : path.resolve(process.env.INIT_CWD ?? process.cwd(), data),
    report,
  };
}

function parse(argv: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { seed: text, points: text, data: text, report: text };
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new PlainError(`${error instanceof Error ? error.message.split(".")[0] : error}; ${USAGE}`);
  }
}

function number(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new PlainError(`'${text}' is no ${name}; ${USAGE}`);
  return Number(text);
}
