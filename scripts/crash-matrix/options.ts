import { parseArgs } from "node:util";
import { PlainError } from "../plain-error.mjs";
import { MODES, type Mode, PARTIES, type Party } from "./fault";

/** How many runs must write nothing once all is quiet. */
export const IDLE_RUNS = 3;

const USAGE =
  "usage: npm run crash-matrix -- [--from N] [--to N] [--mode M]... [--party P]... [--sample N --seed S] [--idle-runs N] [--json]; " +
  `modes: ${MODES.join(", ")}; parties: ${PARTIES.join(", ")}`;

export interface MatrixOptions {
  /** The first and the last call whose faults are tried; they count from 1. */
  readonly from: number;
  readonly to: number;
  readonly modes: readonly Mode[];
  /** Only calls to these. */
  readonly parties: readonly Party[];
  /** Only so many faults, chosen by the seed; null = all. */
  readonly sample: { readonly count: number; readonly seed: number } | null;
  /** Runs in a row that must write nothing in the end; fewer are faster. */
  readonly idleRuns: number;
  /** Results as lines of JSON on standard output, progress on standard error. */
  readonly json: boolean;
}

/** The command line. Throws a PlainError. */
export function readOptions(argv: readonly string[]): MatrixOptions {
  const { from, to, mode, party, sample, seed, json, "idle-runs": idle } = parse(argv);
  return {
    from: from === undefined ? 1 : number("call", from),
    to: to === undefined ? Number.POSITIVE_INFINITY : number("call", to),
    modes: known("mode", MODES, mode),
    parties: known("party", PARTIES, party),
    sample:
      sample === undefined ? null : { count: number("count", sample), seed: number("seed", seed ?? "1") },
    idleRuns: idle === undefined ? IDLE_RUNS : number("count", idle),
    json: json ?? false,
  };
}

function parse(argv: readonly string[]) {
  const text = { type: "string" } as const;
  const options = {
    from: text,
    to: text,
    mode: { ...text, multiple: true },
    party: { ...text, multiple: true },
    sample: text,
    seed: text,
    "idle-runs": text,
    json: { type: "boolean" },
  } as const;
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

/** The members of a list that were named; all if none was. */
function known<T extends string>(
  what: string,
  all: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  if (names === undefined) return all;
  return names.map((name) => {
    const one = all.find((each) => each === name);
    if (one === undefined) throw new PlainError(`'${name}' is no ${what}; ${USAGE}`);
    return one;
  });
}
