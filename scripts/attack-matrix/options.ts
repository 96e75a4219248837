import { parseArgs } from "node:util";
import { PlainError } from "../plain-error.mjs";

const USAGE =
  "usage: npm run attack-matrix -- [--only TEXT] [--sample N --seed S] [--width N] [--report FILE]";

export interface AttackOptions {
  /** Only cells whose label holds this text: a finding's own label asks it again. */
  readonly only: string | null;
  /** Only so many cells, chosen by the seed; null = all, and all that goes with them. */
  readonly sample: { readonly count: number; readonly seed: number } | null;
  /** Requests in flight. */
  readonly width: number;
  /** Where the counts go as a test report. */
  readonly report: string | undefined;
}

/** The command line. Throws a PlainError. */
export function readOptions(argv: readonly string[]): AttackOptions {
  const { only, sample, seed, width, report } = parse(argv);
  return {
    only: only ?? null,
    sample:
      sample === undefined ? null : { count: number("count", sample), seed: number("seed", seed ?? "1") },
    width: number("width", width ?? "4"),
    report,
  };
}

function parse(argv: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { only: text, sample: text, seed: text, width: text, report: text };
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new PlainError(`${error instanceof Error ? error.message.split(".")[0] : error}; ${USAGE}`);
  }
}

function number(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new PlainError(`'${text}' is no ${name}; ${USAGE}`);
  return Number(text);
}
